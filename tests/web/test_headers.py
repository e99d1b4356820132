"""The strict headers where no view answers: files, errors, refusals, what is streamed; and https.

Every address, for every visitor and method, is looked at in test_access and test_dashboard_access.
"""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.adviser import account, signed_in
from tests.factories import (
    ReportFileFactory,
    ResultFactory,
    result_token,
)
from tests.web.strict import is_strict

pytestmark = pytest.mark.django_db

NOT_KEPT = "no-store"


def broken(*_args, **_kwargs):
    raise RuntimeError("This page is broken.")


def test_a_page_that_breaks_has_them_too(monkeypatch):
    monkeypatch.setattr("scans.web.site.views.render", broken)

    answer = Client(raise_request_exception=False).get("/methode/")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, NOT_KEPT)
    assert is_strict(answer)


@pytest.mark.parametrize(
    ("status", "method", "address", "asked"),
    [
        (400, "GET", "/", {"headers": {"Host": "elders.nl"}}),
        (400, "GET", "/dashboard/", {"headers": {"Host": "elders.nl"}}),
        (301, "GET", "/methode", {}),
        (403, "POST", "/start/", {"headers": {"Origin": "https://elders.nl"}}),
        (403, "POST", "/dashboard/inloggen/", {"headers": {"Origin": "null"}}),
        (404, "GET", "/bestaat/niet/", {}),
        (404, "GET", "/static/bestaat-niet.css", {}),
        (405, "DELETE", "/", {}),
        (405, "OPTIONS", "/", {}),
        (411, "POST", "/start/", {"headers": {"Transfer-Encoding": "chunked"}}),
        (411, "POST", "/dashboard/inloggen/", {"headers": {"Transfer-Encoding": "chunked"}}),
        (414, "GET", f"/?{'x' * 4000}", {}),
        (414, "GET", f"/dashboard/?{'x' * 4000}", {}),
        (400, "GET", f"/dashboard/scans/?{'&'.join(f'x{n}=1' for n in range(201))}", {}),
    ],
)
def test_whatever_is_refused_has_them_too(status, method, address, asked):
    client = signed_in(account()) if "dashboard/scans" in address else Client()

    answer = client.generic(method, address, **asked)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, NOT_KEPT)
    assert is_strict(answer)


def test_a_static_file_has_them_and_may_be_kept(client, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

    answer = Client().get("/static/js/answers.js")
    answer.close()

    assert answer.status_code == 200
    headers = answer.headers
    del headers["Last-Modified"], headers["ETag"]
    assert is_strict(answer)
    assert "max-age" in headers["Cache-Control"]


def test_what_is_streamed_has_them():
    ResultFactory()
    client = signed_in(account())

    answers = [
        client.get("/dashboard/scans/export.csv"),
        client.get("/dashboard/scans/export.xlsx"),
        client.get("/dashboard/scans/codeboek.csv"),
        client.post("/dashboard/inhoud/nieuwsbrief/export/"),
    ]

    assert [answer.streaming for answer in answers] == [True] * 4
    assert all(is_strict(answer) for answer in answers)
    assert {answer.headers["Cache-Control"] for answer in answers} == {NOT_KEPT}


def test_a_pdf_has_them_and_is_kept_nowhere(client):
    file = ReportFileFactory(made=True)

    answer = client.get(f"/resultaat/{result_token(file.result.scan)}/rapport.pdf")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert is_strict(answer)
    assert answer.headers["Cache-Control"] == NOT_KEPT


ASKED_OVER_HTTPS = """
import json, django
django.setup()
from django.test import Client
from django.conf import settings
client = Client()
plain, safe = client.get("/bestaat/niet/"), client.get("/bestaat/niet/", secure=True)
wrong = client.get("/", secure=True, headers={"Host": "elders.nl"})
language = client.post("/taal/", {"language": "en"}, secure=True).cookies
print(json.dumps({
    "hsts": [one.headers.get("Strict-Transport-Security") for one in (plain, safe, wrong)],
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, *language],
    "cookie": [[c["path"], c["secure"], c["httponly"], c["samesite"], c["domain"]]
               for c in language.values()],
    "paths": [settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH],
}))
"""


def test_over_https_cookies_belong_to_this_host_only_and_browsers_come_back_by_https(tmp_path):
    # A process of its own: what differs is decided when the settings are read.
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "afdelingsscan.settings_test",
        "PRODUCTION": "False",  # the secrets are those of the tests
        "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_SSL_REDIRECT": "True",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": f"postgresql:///geen?host={tmp_path}",
    }

    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKED_OVER_HTTPS],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert json.loads(told) == {
        "hsts": [None, *["max-age=31536000; includeSubDomains; preload"] * 2],
        "names": ["__Host-dashboard", "__Host-csrftoken", "__Host-django_language"],
        "cookie": [["/", True, True, "Lax", ""]],
        "paths": ["/", "/"],
    }
