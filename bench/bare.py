"""The yardstick: a Django site as `startproject` makes it, with one SELECT and a small template."""

import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from afdelingsscan.environment import database_from_url

TEMPLATE = """<!doctype html><html lang="nl"><head><title>{{ version.slug }}</title></head>
<body><h1>{{ version.slug }} {{ version.version }}</h1><p>{{ version.digest }}</p></body></html>"""

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="only-for-a-measurement-" + "x" * 50,
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "scans",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [("django.template.loaders.locmem.Loader", {"bare.html": TEMPLATE})],
            },
        }
    ],
    DATABASES={"default": {**database_from_url(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": None}},
)


def view(request: HttpRequest) -> HttpResponse:
    """Show one row."""
    from scans.models import QuestionnaireVersion  # noqa: PLC0415 - after Django is set up

    version = QuestionnaireVersion.objects.only("slug", "version", "digest").get(slug="kern")
    return render(request, "bare.html", {"version": version})


urlpatterns = [path("", view)]
