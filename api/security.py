"""
What every request passes before a handler sees it, and every answer before a client does.

Plain ASGI, so that streams pass untouched. From outside in: a number for the request, headers,
unknown errors; then the guards: host, origin, content type, size.
"""

import logging
import secrets
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem, unknown
from api.settings import Settings

logger = logging.getLogger(__name__)

API_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-scripts allow-downloads allow-popups"
)
"""The report is one self-contained file; the sandbox gives it an origin of its own, so that
nothing inside it could reach the service."""

HEADERS = {
    "Content-Security-Policy": API_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""On every answer, unless it brought its own."""

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
MAX_HEADERS = 100
ROSTER_PATHS = ("/api/v1/validate", "/api/v1/replans")
CLIENT_HEADER = "x-rotacast-client"
"""A program without a browser names itself here; no other site can make a browser send it."""


class Shell:
    """Numbers each request, adds the headers, logs one line and catches what nobody foresaw."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = number
        began, status = time.monotonic(), 0

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(MutableHeaders(raw=message["headers"]), number)
            await send(message)

        try:
            await self.app(scope, receive, send_dressed)
        except Exception as error:
            answer = unknown(scope, error)
            if status:  # half an answer is out; closing the connection is all that is left
                raise
            await answer(scope, receive, send_dressed)
        took_ms = 1000 * (time.monotonic() - began)
        logger.info("request %s: %s -> %d, %.0f ms", number, scope["method"], status, took_ms)


def _dress(headers: MutableHeaders, number: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers["Cache-Control"] = "no-store"
    headers["X-Request-Id"] = number


class Guards:
    """Turns away requests for other hosts, from other sites, of other types or too large."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "http":
            refusal = self._refusal(scope, Headers(scope=scope))
            if refusal:
                await problem(scope, *refusal)(scope, receive, send)
                return
            receive = _limited(receive, self._limit(scope))
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, str] | None:
        if len(headers.raw) > MAX_HEADERS:
            return 431, "too_many_headers", f"a request may have up to {MAX_HEADERS} headers"
        if host_name(headers.get("host", "")) not in self.settings.allowed_hosts:
            return 400, "unknown_host", "this service does not answer to that host name"
        if scope["method"] in SAFE_METHODS:
            return None
        if not is_own_request(headers, scope.get("scheme", "http")):
            return (
                403,
                "cross_site",
                (
                    "a change must come from this service's own page, or from a program that names "
                    "itself in the header X-Rotacast-Client"
                ),
            )
        return _body_refusal(headers, self._limit(scope))

    def _limit(self, scope: Scope) -> int:
        """Bytes that the body may have: whole rosters are large."""
        takes_roster = scope["path"] in ROSTER_PATHS
        return self.settings.max_roster_bytes if takes_roster else self.settings.max_body_bytes


def _limited(receive: Receive, limit: int) -> Receive:
    """Receive that stops a body of unknown length beyond `limit` bytes."""
    heard = 0

    async def receive_some() -> Message:
        nonlocal heard
        message = await receive()
        heard += len(message.get("body", b""))
        if heard > limit:
            raise HTTPException(413)
        return message

    return receive_some


def _body_refusal(headers: Headers, limit: int) -> tuple[int, str, str] | None:
    length = headers.get("content-length", "")
    has_body = "transfer-encoding" in headers or length not in ("", "0")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if has_body and kind != "application/json":
        return 415, "not_json", "send the body as application/json"
    if length.isdecimal() and int(length) > limit:
        return 413, "too_large", f"the body may have up to {limit} bytes"
    return None


def host_name(host: str) -> str:
    """Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def is_own_request(headers: Headers, scheme: str) -> bool:
    """
    Whether a change was asked for by our own page or by a program, not by another site.

    Browsers say so in ``Sec-Fetch-Site`` and ``Origin``; both must agree where present.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is not None:
        found = urlsplit(origin)
        return (found.scheme, found.netloc) == (scheme, headers.get("host", ""))
    return site is not None or CLIENT_HEADER in headers
