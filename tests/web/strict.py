"""The strict headers: what every answer has, whatever it is and whoever asks."""

POLICY = {
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "script-src 'self'",
    "style-src 'self'",
    "trusted-types 'none'",
}
STRICT = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
LISTS = {"Content-Security-Policy", "Permissions-Policy"}
OWN = {
    *("Allow", "Cache-Control", "Content-Disposition", "Content-Language", "Content-Length"),
    *("Content-Type", "Expires", "Location", "Retry-After", "Vary", "X-Request-ID"),
    "X-Robots-Tag",
}
"""What an answer may say besides: of itself, and never of what made it."""

NEEDED = {"clipboard-write", "fullscreen", "publickey-credentials-create"} | {
    "publickey-credentials-get"
}
"""What a page of this site may do in a browser."""


def is_strict(answer):
    """Raise where an answer lacks one of the strict headers, or says more than it has to."""
    headers = answer.headers
    assert {name: headers.get(name) for name in STRICT} == STRICT
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    allowed = dict(one.split("=") for one in headers["Permissions-Policy"].split(", "))
    assert {name for name, to in allowed.items() if to == "(self)"} == NEEDED
    assert {to for name, to in allowed.items() if name not in NEEDED} == {"()"}
    assert set(headers) - OWN == {*STRICT, *LISTS}
    return True


def is_kept_nowhere(answer):
    """Whether no cache keeps an answer, and no search engine shows it."""
    return (
        "no-store" in answer.headers["Cache-Control"]
        and answer.headers.get("X-Robots-Tag") == "noindex, nofollow"
    )
