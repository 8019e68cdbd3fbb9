"""Colours that Python decides on; everything else is in ``assets``.

Stance uses ColorBrewer's PuOr (orange against, purple favor) and tone its PiYG (pink negative, green positive): both
are safe for colour-blind readers, and they share no colour (Harrower and Brewer, 2003).
"""

from __future__ import annotations

import colorsys

FALLBACK = "#808a99"
"""For what has no colour of its own."""
TONE_NEGATIVE, TONE_POSITIVE = "#c51b7d", "#4d9221"
"""The ends of PiYG, for points of tone in a drawing; both can be seen on the light and on the dark page."""

# Relative luminance at which a colour has a contrast of at least 3:1 to both pages, white and #14161a.
_DARKEST, _LIGHTEST = 0.13, 0.29
_STEPS = (0.1, 0.3, 0.5, 0.7)


def stance_step(value: float) -> str:
    """Return the step of the stance scale that ``value`` in [−1, 1] falls on, from "against-4" to "favor-4"."""
    level = sum(abs(value) >= edge for edge in _STEPS)
    if level == 0:
        return "level"
    return f"{'favor' if value > 0 else 'against'}-{level}"


def legible(color: str) -> str:
    """Return ``color`` made light or dark enough to be seen on the light and on the dark page alike."""
    red, green, blue = _channels(color)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    low, high = 0.0, 1.0
    for _ in range(20):
        current = luminance(_hexadecimal(*colorsys.hls_to_rgb(hue, lightness, saturation)))
        if _DARKEST <= current <= _LIGHTEST:
            break
        low, high = (lightness, high) if current < _DARKEST else (low, lightness)
        lightness = (low + high) / 2
    return _hexadecimal(*colorsys.hls_to_rgb(hue, lightness, saturation))


def translucent(color: str, opacity: float) -> str:
    """Return ``color`` as an ``rgba()`` with ``opacity`` in [0, 1]."""
    red, green, blue = (round(255 * channel) for channel in _channels(color))
    return f"rgba({red},{green},{blue},{opacity:g})"


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb" in [0, 1], as WCAG 2.2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(color: str) -> tuple[float, float, float]:
    return int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255


def _hexadecimal(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in (red, green, blue))
