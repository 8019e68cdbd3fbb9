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
        response.headers.update(framed if request.endpoint == EMBED_ENDPOINT else headers)
        return response

    app.server.after_request(add)
