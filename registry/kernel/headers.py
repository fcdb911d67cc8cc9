"""Security headers of every answer, redirects, static files and errors included, which is why they are put on outside
the app: a content policy without inline script or style, no framing, no sniffing, no referrer to others."""

from collections.abc import Callable, Iterable
from typing import Any

from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from registry.config import Settings
from registry.kernel.routes import is_data

# endings of the addresses at which things stand as data
OPEN_DATA = (".jsonld", ".json", ".ics", ".atom", ".csv")


def policy(settings: Settings) -> dict[str, str]:
    """The headers and their values for this installation; HSTS only where the public address is https."""
    content = (
        ContentSecurityPolicy().default_src("'none'").base_uri("'none'").object_src("'none'").frame_ancestors("'none'")
    )
    content.script_src("'self'").style_src("'self'").img_src("'self'", "data:").font_src("'self'")
    content.connect_src("'self'").manifest_src("'self'").form_action("'self'")
    rights = PermissionsPolicy().geolocation().camera().microphone().payment().usb().browsing_topics()
    hsts = StrictTransportSecurity().max_age(31_536_000).include_subdomains()
    secure = Secure(
        csp=content,
        permissions=rights,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        referrer=ReferrerPolicy().strict_origin_when_cross_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
        hsts=hsts if settings.base_url.startswith("https") else None,
    )
    return dict(secure.headers)


class SecurityHeaders:
    """WSGI middleware that adds the headers to whatever the wrapped application answers; open data may be read from
    anywhere."""

    def __init__(self, app: Callable[..., Iterable[bytes]], settings: Settings) -> None:
        self._app = app
        self._headers = policy(settings)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve one request."""
        path = environ.get("PATH_INFO", "")
        is_open = is_data(path) or path.endswith(OPEN_DATA)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            added = [(name, value) for name, value in self._headers.items() if name.lower() not in present]
            if is_open:
                added = [pair for pair in added if pair[0] != "Cross-Origin-Resource-Policy"]
                added += [("Cross-Origin-Resource-Policy", "cross-origin"), ("Access-Control-Allow-Origin", "*")]
            return start_response(status, headers + added, *rest)

        return self._app(environ, start)
