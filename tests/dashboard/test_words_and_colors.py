import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboard
from dashboard.palette import contrast, legible, stance_step
from dashboard.state import Bucket
from dashboard.wording import bucket_name, listing, percent, probability

ASSETS = Path(dashboard.__file__).parent / "assets"
STEPS = [*(f"against-{n}" for n in range(1, 5)), "level", *(f"favor-{n}" for n in range(1, 5)), "thin", "neutral"]


def palette(theme: str) -> dict[str, str]:
    """The custom properties of a theme, as the style sheets set them."""
    found: dict[str, str] = {}
    for sheet in sorted(ASSETS.glob("*.css")):
        for selector, block in re.findall(r"(:root[^{,]*)\{([^}]*)\}", sheet.read_text(encoding="utf-8")):
            if "dark" not in selector or theme == "dark":
                found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable(theme: str) -> None:
    colors = palette(theme)
    pairs = [(f"on-{step}", step) for step in STEPS]
    inks = ("ink", "ink-2", "ink-3", "link", "against-ink", "favor-ink", "tone-negative", "tone-neutral")
    pairs += [(ink, "page") for ink in (*inks, "tone-positive")]
    pairs += [(ink, "surface") for ink in ("ink", "ink-2", "ink-3", "link")]
    pairs += [("ink-2", "notice"), ("ink", "said"), ("ink", "chosen")]
    poor = {pair: contrast(colors[pair[0]], colors[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_stance_and_tone_share_no_color(theme: str) -> None:
    colors = palette(theme)
    tone = {color for name, color in colors.items() if name.startswith("tone-")}
    stance = {color for name, color in colors.items() if name.startswith(("against", "favor", "level", "neutral"))}
    assert tone and stance and not tone & stance


@given(st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))
def test_party_colors_can_be_seen_on_both_pages(color: str) -> None:
    seen = legible(color)
    assert contrast(seen, palette("light")["page"]) >= 3
    assert contrast(seen, palette("dark")["page"]) >= 3


@pytest.mark.parametrize(
    ("value", "step"),
    [(-1, "against-4"), (-0.62, "against-3"), (-0.1, "against-1"), (0.0999, "level"), (0, "level"), (1, "favor-4")],
)
def test_steps_of_the_stance_scale(value: float, step: str) -> None:
    assert stance_step(value) == step


def test_numbers_do_not_claim_too_much() -> None:
    assert percent(0.001) == "< 1 %".replace(" ", "\N{NO-BREAK SPACE}")
    assert percent(0) == "0\N{NO-BREAK SPACE}%"
    assert probability(0.9999) == ">\N{NO-BREAK SPACE}0.99"
    assert probability(0.864) == "0.86"


@pytest.mark.parametrize(
    ("start", "bucket", "name"),
    [
        (date(2026, 5, 1), Bucket.MONTH, "May 2026"),
        (date(2026, 5, 4), Bucket.WEEK, "4 to 10\N{NO-BREAK SPACE}May 2026"),
        (date(2026, 3, 30), Bucket.WEEK, "30 March to 5\N{NO-BREAK SPACE}April 2026"),
    ],
)
def test_buckets_have_names(start: date, bucket: Bucket, name: str) -> None:
    assert bucket_name(start, bucket) == name


def test_listing() -> None:
    assert [listing(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]
