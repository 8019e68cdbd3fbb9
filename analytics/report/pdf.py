"""The report on paper: the HTML page laid out by WeasyPrint, which reads no file and asks no host."""

from __future__ import annotations

from analytics.exceptions import OnRecordError
from analytics.report.contents import Contents
from analytics.report.html import Look, render_html

_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def render_pdf(contents: Contents, look: Look) -> bytes:
    """Return the report as tagged PDF; ``look`` is for paper. The same of both give the same bytes on one machine.

    Raises ``OnRecordError`` where WeasyPrint is missing, or Pango, with which it draws text.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 (only for this format)
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except ImportError as error:
        raise OnRecordError("PDF needs WeasyPrint: run pip install weasyprint, or ask for html.") from error
    except OSError as error:  # a library of the system is not there
        raise OnRecordError(
            f"PDF needs Pango, which is not here: install it (Debian: apt install {_PACKAGES}), or ask for html."
        ) from error
    page = HTML(string=render_html(contents, look), url_fetcher=URLFetcher(allowed_protocols=("data",)))
    # The identifier would be random; all else that is stated comes from the page.
    return bytes(page.write_pdf(pdf_identifier=contents.basis.sha256[:32].encode(), pdf_tags=True))
