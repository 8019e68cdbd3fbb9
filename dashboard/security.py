"""What every response says to the browser about trust."""

from __future__ import annotations

from dash import Dash
from flask import Response, request

from dashboard.embed import EMBED_ENDPOINT

# Mantine and Plotly write <style> elements at run time, so inline styles cannot be forbidden; inline scripts are
# limited to the one that starts Dash, by its hash.
_POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {framed_by}"
)
_PLAIN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_CSP = "Content-Security-Policy"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def add_security_headers(app: Dash) -> None:
    """Send the headers with every response of ``app``. Call it when all callbacks are registered.

    Only a chart that is made for it (``dashboard.embed``) may be shown in a frame of another site.
    """
    scripts = " ".join(app.csp_hashes())
    headers = {**_HEADERS, _CSP: _POLICY.format(scripts=scripts, framed_by="'none'")}
    framed = {name: value for name, value in headers.items() if name != "X-Frame-Options"}
    framed[_CSP] = _POLICY.format(scripts=scripts, framed_by="*")

    def add(response: Response) -> Response:
        for name, value in (framed if request.endpoint == EMBED_ENDPOINT else headers).items():
            response.headers.setdefault(name, value)
        return response

    app.server.after_request(add)


def plain_page(response: Response) -> Response:
    """Say of a page without Dash that it may send a form to us, with its origin, and is kept by no browser."""
    response.headers[_CSP] = _PLAIN_POLICY
    response.headers["Referrer-Policy"] = "same-origin"  # with "no-referrer" a form would come from "null"
    response.headers["Cache-Control"] = "no-store"
    return response
