from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest

from analytics.exceptions import InputError
from analytics.report.branding import Brand, load_brand
from analytics.report.contents import Contents
from analytics.report.html import Look, render_html
from tests.report.conftest import MADE

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><linearGradient id="g"/></defs>{}</svg>'


def branded(folder: Path, logo: bytes | str, name: str = "logo.svg") -> Path:
    (folder / name).write_bytes(logo if isinstance(logo, bytes) else logo.encode())
    path = folder / "brand.toml"
    path.write_text(f'name = "Desk & Co"\ncolor = "#a01c1c"\nlogo = "{name}"\n', encoding="utf-8")
    return path


def test_a_report_carries_its_brand_as_an_image_and_nothing_else(tmp_path: Path, contents: Contents) -> None:
    drawing = LOGO.format('<rect width="9" height="9" fill="url(#g)"/><!-- made by us -->')
    brand = load_brand(branded(tmp_path, drawing))
    kind, data = brand.logo.split(",")
    assert kind == "data:image/svg+xml;base64" and b"<rect" in b64decode(data) and b"made by us" not in b64decode(data)
    page = render_html(contents, Look(brand, MADE))
    assert f'<img src="{brand.logo}" alt="Desk &amp; Co">' in page and "--brand: #a01c1c" in page
    assert "<rect" not in page


def test_a_png_is_carried_as_it_is(tmp_path: Path) -> None:
    brand = load_brand(branded(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(20), "logo.png"))
    assert brand.logo.startswith("data:image/png;base64,iVBOR")


def test_without_a_file_it_is_nobodys() -> None:
    assert load_brand(None) == Brand()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        "<foreignObject/>",
        "<style>@import url(http://evil.example)</style>",
        '<image href="http://evil.example/x.png"/>',
        '<use href="http://evil.example/x.svg#a"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>',
        '<rect fill="url(http://evil.example)"/>',
        '<rect style="fill: url( &#39;http://evil.example&#39; )"/>',
        '<a href="javascript:alert(1)"/>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<rect fill="u\\72l(http://evil.example)"/>',
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(InputError, match="which no drawing needs"):
        load_brand(branded(tmp_path, LOGO.format(inside)))


@pytest.mark.parametrize(
    ("logo", "complaint"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + LOGO.format("<title>&a;</title>"), "no plain SVG"),
        ("<html/>", "no plain SVG"),
        ("GIF89a", "neither PNG nor SVG"),
        ("", "is empty or has more"),
        ("x" * 300_001, "is empty or has more"),
    ],
)
def test_what_is_no_logo_is_one_sentence(tmp_path: Path, logo: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        load_brand(branded(tmp_path, logo))


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ('color = "red"', "not valid at 'color'"),
        ('color = "#fff;} body{display:none"', "not valid at 'color'"),
        ('colour = "#ffffff"', "not valid at 'colour'"),
        ("name = 3", "not valid at 'name'"),
        ("name = ", "as TOML"),
        ('logo = "missing.png"', "Cannot read the logo"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, written: str, complaint: str) -> None:
    path = tmp_path / "brand.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        load_brand(path)
    with pytest.raises(InputError, match="Cannot read the branding"):
        load_brand(tmp_path / "missing.toml")
