"""A program: the site with one page that fails, asked once; what it reports goes to SENTRY_DSN."""

import logging
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "afdelingsscan.settings_test"

import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

SECRET = "abcdefghijklmnopqrstuvwxyz234567"  # noqa: S105 - of nobody
MAIL = "geheim@voorbeeld.nl"


def failing(request, token):
    """Fail, with all that is secret at hand."""
    answer = request.POST["answer"]
    try:
        int(answer)
    except ValueError as error:
        raise KeyError(f"{token} of {MAIL} at {request.META['REMOTE_ADDR']}") from error


def failed(request):
    """Say so."""
    return HttpResponse(status=500)


urlpatterns = [path("invullen/<str:token>/", failing)]
handler500 = failed


def main():
    """Ask the page, and a page that doesn't exist while logging an error."""
    django.setup()
    settings.ROOT_URLCONF = "tests.web.failing_site"
    from django.test import Client  # noqa: PLC0415 - after Django is set up

    client = Client(raise_request_exception=False)
    client.cookies["dashboard"] = "geheime-sessie"
    answer = client.post(
        f"/invullen/{SECRET}/?zoek=geheime-vraag",
        {"answer": "geheim antwoord"},
        REMOTE_ADDR="192.0.2.77",
        headers={
            "user-agent": "geheime-browser",
            "baggage": "sentry-trace_id=771a43a4192642f0b136d5159a501700,sentry-user_id=geheim",
            "sentry-trace": "771a43a4192642f0b136d5159a501700-1234567890abcdef-1",
            "authorization": "Bearer geheim",
        },
    )
    logging.getLogger("scans.test").error("Sent to %s, 'geheim'", MAIL)
    sys.stdout.write(f"{answer.status_code} {answer.headers['X-Request-ID']}")


if __name__ == "__main__":
    main()
