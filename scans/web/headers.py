"""The headers that every answer has: pages, errors, redirects, files, exports, what is streamed.

Whatever an answer says for itself stays; what it leaves out is filled in here, outside everything
else, so that no middleware or error handler can answer without them.
"""

from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware

Handler = Callable[[HttpRequest], HttpResponse]

OFF = (
    *("accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "encrypted-media"),
    *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
    *("microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial"),
    *("sync-xhr", "usb", "web-share", "window-management", "xr-spatial-tracking"),
)
"""What a browser can do that no page of this site asks for; only what browsers know by name."""

OWN = ("clipboard-write", "fullscreen", "publickey-credentials-create", "publickey-credentials-get")
"""What it does: copying a link, showing slides, passkeys of the dashboard."""


def fixed_headers() -> dict[str, str]:
    """Return what is the same on every answer."""
    policy = build_policy()
    assert isinstance(policy, str)
    return {
        "Content-Security-Policy": "; ".join(sorted(policy.split("; "))),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(
            [f"{name}=()" for name in OFF] + [f"{name}=(self)" for name in OWN]
        ),
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY or "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }


class StrictHeadersMiddleware:
    """Give every answer the strict headers; without a word of its own on it, no cache keeps it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.fixed = fixed_headers()
        # By Django's own rule, for what is answered before its middleware could.
        self._django = SecurityMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure() and settings.SECURE_HSTS_SECONDS:
            self._django.process_response(request, response)
        return response
