"""Requests that no browser sends: hypothesis makes them from what the site itself shows."""

import json
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from bench.fuzz_world import Posted, World

FORM = "application/x-www-form-urlencoded"
HOSTILE = (
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\ud800",
        "x\udfff",
        "\r\nX-Y: z",
        "\u202e",
        "\u0000" * 40,
        "\x1b[31m",
    ),
    *("0", "-1", "1.5", "1,5", "1e999", "NaN", "Infinity", "١٢٣", "²", "9" * 20, "9" * 5000, "0x1"),
    *(
        "2026-02-30",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2026-W01",
        "31-12-2026",
    ),
    *("2026-11-22T25:61:61", "2026-13", "2026-1", "99999999999-01-01", "-0001-01-01"),
    *(
        "<script>",
        "'\"--",
        "%00",
        "%",
        "{{ 7 }}",
        "{% x %}",
        "../../etc/passwd",
        "\\",
        "$(id)",
        "null",
    ),
    *(
        "[]",
        "{}",
        "true",
        "ja",
        "x",
        "on",
        "a@b",
        "a@b.nl\n",
        "a" * 260 + "@b.nl",
        "é@é.nl",
        '"a b"@c.nl',
    ),
    *("🙂" * 500, "x" * 5000, "x" * 70_000, "é" * 30_000, "\n" * 3000, "ﷺ" * 100),
    *("javascript:alert(1)", "//elsewhere.example", "http://[", "https://x.nl:99999", "http://\0"),
    *(
        "550e8400-e29b-41d4-a716-446655440000",
        "00000000-0000-0000-0000-000000000000",
        "=1+1",
        "#ffffff",
    ),
)
NAMES = (
    "next",
    "naar",
    "page",
    "per",
    "q",
    "zoek",
    "sort",
    "o",
    "sector",
    "grootte",
    "language",
    "van",
)
CONTENT_TYPES = (
    *(FORM, "", "text/plain", "application/json", "application/xml", "x", "\xff", "a/b; c=\x00"),
    *(
        f"{FORM}; charset={name}"
        for name in ("utf-16", "utf-7", "unicode_escape", "hex", "nonsense", "idna", "\0", "")
    ),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"),
    *(f"multipart/form-data; boundary={'b' * 300}", "multipart/mixed; boundary=b"),
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=b; charset=hex",
    "multipart/form-data; boundary=b; charset=unicode_escape",
)
PARTS = (
    b'--b\r\nContent-Disposition: form-data; name="rel1"\r\n\r\n4\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="rel1"; filename="a"\r\n\r\n4\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="\0../a"\r\n\r\n4\r\n--b--',
    b"--b\r\nContent-Disposition: form-data\r\n\r\n4\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="rel1"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--',
    b"--b\r\nContent-Disposition: form-data; name*=utf-9''x%ff\r\n\r\n4\r\n--b--\r\n",
    b'--b\r\nContent-Type: text/plain; charset=hex\r\nContent-Disposition: form-data; name="open1"\r\n\r\nx\r\n--b--',
    b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--b--\r\n',
    b"--b\r\n" + b"X: y\r\n" * 2000,
    b"--b",
    b"\xff\xfe\0\0",
    b"",
)
HEADERS = {
    "HTTP_ACCEPT": ("", "*/*", "application/json", "\xff", "text/html;q=x"),
    "HTTP_ACCEPT_LANGUAGE": ("en", "x" * 5000, "\xff", ",;q=9", "nl-" * 300),
    "HTTP_ACCEPT_ENCODING": ("gzip", "\xff", "br;q=x"),
    "HTTP_COOKIE": ("a", "django_language=\0", "django_language=xx; a=\xff", "csrftoken=x", "=;=;"),
    "HTTP_HOST": ("", "evil.example", "[", "testserver:99999", "a b", "\xff", "testserver\n"),
    "HTTP_IF_MODIFIED_SINCE": ("x", "Mon, 99 Jan 9999 99:99:99 GMT", "0"),
    "HTTP_IF_NONE_MATCH": ("*", "x", '"\xff"', 'W/"'),
    "HTTP_ORIGIN": ("null", "http://[", "https://evil.example", "\xff"),
    "HTTP_RANGE": ("bytes=0-", "bytes=9999999999-", "bytes=-", "x=1"),
    "HTTP_REFERER": ("http://[", "https://evil.example/\xff", "x"),
    "HTTP_X_CSRFTOKEN": ("x", "\xff" * 64),
    "HTTP_X_FORWARDED_FOR": ("x", "1.2.3.4, ::1", "\xff", "," * 500),
    "HTTP_X_FORWARDED_PROTO": ("https", "x"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE",),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest", "fetch"),
    "HTTP_X_REQUEST_ID": ("\xff", "x" * 500, "a b"),
    "CONTENT_LENGTH": ("99999999999", "0", "3"),  # the web server lets nothing else through
    "REMOTE_ADDR": ("", "::1", "x"),
}
METHODS = (
    "GET",
    "POST",
    "POST",
    "POST",
    "HEAD",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "X-Y",
)
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
VALUES = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(HOSTILE),
    st.text(st.characters(), max_size=20),
    st.integers().map(str),
    st.dates().map(str),
)


@dataclass(frozen=True)
class Request:
    """One request, as the test client takes it."""

    visitor: str
    method: str
    path: str
    query: str
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    checks_origin: bool


def requests_in(world: World) -> st.SearchStrategy[Request]:
    """Return the strategy that makes requests to this world."""
    return st.one_of(_filled_in(world), _filled_in(world), _anywhere(world))


@st.composite
def _filled_in(draw: st.DrawFn, world: World) -> Request:
    """A form that somebody saw, filled in as nobody would."""
    visitor, form = draw(st.sampled_from(world.forms))
    fields = draw(_mutated(form))
    encoded = _encoded(fields)
    post = form.method == "POST"
    return Request(
        visitor=visitor,
        method=form.method,
        path=form.action.partition("?")[0],
        query="" if post else encoded,
        content_type=FORM,
        body=encoded.encode() if post else b"",
        headers=draw(_headers()),
        checks_origin=False,
    )


@st.composite
def _mutated(draw: st.DrawFn, form: Posted) -> list[tuple[str, str]]:
    """Most fields as they should be, some not: wrong, twice, missing, or of another form."""
    names = list(dict.fromkeys([name for name, _value in form.fields] + [*form.choices]))
    usual = dict(form.fields)
    fields: list[tuple[str, str]] = []
    wrong = draw(st.sets(st.sampled_from(names), max_size=3)) if names else set()
    for name in names:
        value = usual.get(name, "")
        if form.choices.get(name):
            value = draw(st.sampled_from(form.choices[name]))
        how = draw(st.sampled_from(("value", "value", "twice", "gone"))) if name in wrong else ""
        if how == "value":
            value = draw(VALUES)
        if how != "gone":
            fields.append((name, value))
        if how == "twice":
            fields.append((name, draw(VALUES)))
    if draw(st.integers(0, 9)) == 0:
        fields.append((draw(st.sampled_from(NAMES) | VALUES), draw(VALUES)))
    return fields


@st.composite
def _anywhere(draw: st.DrawFn, world: World) -> Request:
    """Anything, by anybody, to any address, or to none."""
    body, content_type = draw(_bodies())
    path = draw(st.sampled_from(world.addresses))
    if draw(st.integers(0, 5)) == 0:
        part = quote_from_bytes(draw(VALUES)[:200].encode("utf-8", "surrogatepass"), safe="/.-_@:")
        pieces = path.split("/")
        pieces[draw(st.integers(1, len(pieces) - 1))] = part
        path = "/".join(pieces)
    pairs = draw(st.lists(st.tuples(st.sampled_from(NAMES) | VALUES, VALUES), max_size=3))
    return Request(
        visitor=draw(st.sampled_from(sorted(world.visitors))),
        method=draw(st.sampled_from(METHODS)),
        path=path,
        query=draw(st.sampled_from(("", "&&=", "%ff=%", "a=%00")))
        if not pairs
        else _encoded(pairs),
        content_type=content_type,
        body=body,
        headers=draw(_headers()),
        checks_origin=draw(st.booleans()),
    )


@st.composite
def _bodies(draw: st.DrawFn) -> tuple[bytes, str]:
    content_type = draw(st.sampled_from(CONTENT_TYPES))
    kind = draw(st.sampled_from(("parts", "json", "bytes", "form")))
    if kind == "parts":
        return draw(st.sampled_from(PARTS)), content_type
    if kind == "json":
        return json.dumps(draw(SHAPES)).encode(), "application/json"
    if kind == "form":
        fields = draw(st.lists(st.tuples(st.sampled_from(NAMES) | VALUES, VALUES), max_size=6))
        return _encoded(fields).encode(), content_type
    return draw(st.binary(max_size=200)), content_type


@st.composite
def _headers(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    if draw(st.integers(0, 4)):
        return ()
    names = draw(st.sets(st.sampled_from(sorted(HEADERS)), min_size=1, max_size=2))
    return tuple((name, draw(st.sampled_from(HEADERS[name]))) for name in sorted(names))


def _encoded(fields: list[tuple[str, str]]) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in fields)


def _quoted(text: str) -> str:
    # Half of a surrogate pair becomes bytes that are no UTF-8.
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))
