"""A request whose kind of content is nonsense is refused calmly, wherever it goes."""

import io

import pytest

from afdelingsscan.wsgi import application
from scans.web.requests import ToleratingRequest


def asked(path, content_type="", *, host="localhost", query="a=%ff", body=b"rel1=4"):
    """What a web server hands over."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }


def ask(path, content_type="", *, method="POST", **more):
    """What the site itself, without the test client, answers: the status."""
    said = []
    environ = asked(path, content_type, **more) | {"REQUEST_METHOD": method}
    answer = application(environ, lambda status, _headers: said.append(int(status.split()[0])))
    b"".join(answer)
    answer.close()
    return said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=hex",
        "application/x-www-form-urlencoded; charset=\0",
        "application/x-www-form-urlencoded; charset=idna",
        "application/x-www-form-urlencoded; charset=nonsense",
        "application/x-www-form-urlencoded; charset*=nonsense''x",
        "multipart/form-data; boundary=b; charset=base64",
        "x",
    ],
)
def test_a_character_set_that_is_none_makes_a_form_that_is_refused(content_type):
    # No cookie, so no proof of origin: what matters is that somebody looked at the request.
    assert ask("/dashboard/inloggen/", content_type) == [403]


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
@pytest.mark.parametrize("charset", ["unicode_escape", "raw-unicode-escape", "utf-7", "latin-1"])
def test_what_says_that_it_is_no_utf_8_is_an_empty_form(kind, charset):
    # Half a character, as "unicode_escape" has it, can be in no page, mail or database.
    part = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\\ud800\r\n--b--\r\n'
    body = part if "multipart" in kind else b"x=%5Cud800"

    request = ToleratingRequest(
        asked("/", f"{kind}; charset={charset}", query="x=%5Cud800", body=body)
    )

    assert (dict(request.GET), dict(request.POST)) == ({"x": ["\\ud800"]}, {})


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"'])
def test_what_says_that_it_is_utf_8_is_read(charset):
    content_type = f"application/x-www-form-urlencoded; charset={charset}"

    assert dict(ToleratingRequest(asked("/", content_type)).POST) == {"rel1": ["4"]}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/dashboard/", "/dashboard/inloggen/", "/bestaat/niet/"])
def test_a_request_for_another_host_is_refused_calmly_everywhere(path):
    assert ask(path, host="evil.example", method="GET") == [400]


def test_a_query_that_holds_too_much_is_no_fault_where_a_character_set_is_named():
    content_type = "application/x-www-form-urlencoded; charset=utf-8"

    assert ask("/taal/", content_type, query="a=1&" * 300) == [400]
