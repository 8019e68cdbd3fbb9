"""Whose report it is: a name, a logo and a colour from a small TOML file, checked before anything is made of it."""

from __future__ import annotations

import tomllib
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analytics.exceptions import InputError

_LARGEST_LOGO = 300_000  # bytes; it is carried in every report
_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWING = frozenset(
    "svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop clipPath mask".split()
)
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"


@dataclass(frozen=True)
class Brand:
    """``color`` as "#rrggbb", ``logo`` as a ``data:`` address of an image; both are only ever looks."""

    name: str | None = None
    color: str | None = None
    logo: str | None = None


class _Written(BaseModel):
    """The file as it is written."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str | None = Field(None, max_length=120)
    color: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")
    logo: str | None = None


def load_brand(path: Path | None) -> Brand:
    """Return the brand described in the TOML file at ``path``, that of OnRecord without one.

    Keys are ``name``, ``color`` ("#rrggbb") and ``logo``, a PNG or SVG file beside it. Raises ``InputError`` for
    anything else, and for an SVG file with a script, an event, a style sheet or an address in it.
    """
    if path is None:
        return Brand()
    try:
        written = _Written.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"Cannot read the branding {path} as TOML: {error}.") from error
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(map(str, wrong["loc"]))
        raise InputError(f"The branding {path} is not valid at {where!r}: {wrong['msg']}.") from error
    logo = None if written.logo is None else _logo(path.parent / written.logo)
    return Brand(written.name, written.color, logo)


def _logo(path: Path) -> str:
    try:
        content = path.read_bytes() if path.stat().st_size <= _LARGEST_LOGO else b""
    except OSError as error:
        raise InputError(f"Cannot read the logo {path}: {error.strerror or error}.") from error
    if not content:
        raise InputError(f"The logo {path} is empty or has more than {_LARGEST_LOGO:,} bytes; make it smaller.")
    if content.startswith(_PNG):
        return f"data:image/png;base64,{b64encode(content).decode()}"
    return f"data:image/svg+xml;base64,{b64encode(harmless_svg(content, path)).decode()}"


def harmless_svg(content: bytes, path: Path) -> bytes:
    """Return an SVG file that only draws, written anew. Raises ``InputError`` for any other, naming ``path``."""
    from lxml import etree  # noqa: PLC0415 (only for this kind of logo)

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"The logo {path} is neither PNG nor SVG; save it as one of them.") from error
    if root.tag != f"{{{_SVG}}}svg" or root.getroottree().docinfo.doctype:
        raise InputError(f"The logo {path} is no plain SVG drawing; save it without a DOCTYPE.")
    for element in root.iter():
        trouble = _trouble(element)
        if trouble:
            raise InputError(
                f"The logo {path} has {trouble} in it, which no drawing needs; save it without, or as PNG."
            )
    return bytes(etree.tostring(root))


def _trouble(element: object) -> str | None:
    """Return what is in an element that could do more than draw."""
    tag = getattr(element, "tag", None)
    if not isinstance(tag, str) or not tag.startswith(f"{{{_SVG}}}") or tag.removeprefix(f"{{{_SVG}}}") not in _DRAWING:
        return f"the element {tag if isinstance(tag, str) else 'of an unknown kind'!r}"
    for name, value in element.attrib.items():  # type: ignore[attr-defined]
        plain = name.removeprefix(f"{{{_XLINK}}}")
        points = plain == "href" and not value.startswith("#")
        addresses = value.replace(" ", "").lower().replace("url(#", "")
        if plain.lower().startswith("on") or points or "url(" in addresses or "script:" in addresses or "\\" in value:
            return f"the attribute {plain!r}"
    return None
