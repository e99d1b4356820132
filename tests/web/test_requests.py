"""A request whose kind of content is nonsense is refused calmly, wherever it goes."""

import io

import pytest

from afdelingsscan.wsgi import application


def ask(path, content_type="", host="localhost", method="POST", query="a=%ff"):
    """What the site itself, without the test client, answers: the status."""
    said = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "6",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "wsgi.input": io.BytesIO(b"rel1=4"),
        "wsgi.url_scheme": "http",
    }
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


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/dashboard/", "/dashboard/inloggen/", "/bestaat/niet/"])
def test_a_request_for_another_host_is_refused_calmly_everywhere(path):
    assert ask(path, host="evil.example", method="GET") == [400]


def test_a_query_that_holds_too_much_is_no_fault_where_a_character_set_is_named():
    content_type = "application/x-www-form-urlencoded; charset=utf-8"

    assert ask("/taal/", content_type, query="a=1&" * 300) == [400]
