"""Settings of the Afdelingsscan; whatever differs per machine comes from the environment."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from afdelingsscan.environment import (
    database_from_url,
    env_flag,
    env_list,
    env_number,
    env_text,
)

BASE_DIR = Path(__file__).resolve().parent.parent

VERSION = "0.5.0"

DEBUG = env_flag("DEBUG", default=False)

# Whether all data is made up: only then `manage.py demo` works, and every page, mail and report
# says so.
DEMONSTRATION = env_flag("DEMONSTRATION", default=False)

# What the site keeps on this machine when it runs by itself.
VAR_DIR = Path(env_text("VAR_DIR", str(BASE_DIR / "var"))).absolute()


def _secret(name: str) -> str:
    """Return a secret that is long enough to be one; there is no default, not even in DEBUG."""
    value = env_text(name)
    if len(value) < 50:  # noqa: PLR2004 - the length that `check --deploy` asks for
        raise ImproperlyConfigured(
            f"{name} must be set to at least 50 random characters; `make run` makes them by itself."
        )
    return value


SECRET_KEY = _secret("SECRET_KEY")
# Every secret link is derived from this key, so a copy of the database alone opens nothing.
LINK_KEY = _secret("LINK_KEY")

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_linear_migrations",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "scans",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "scans.web.middleware.ChosenLanguageMiddleware",
    "scans.web.middleware.PrivatePagesMiddleware",
    "scans.web.middleware.DeletedMeanwhileMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "scans.web.adviser.access.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "afdelingsscan.urls"
WSGI_APPLICATION = "afdelingsscan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "scans.web.context.site",
                "scans.web.adviser.context.dashboard",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": {
        **database_from_url(env_text("DATABASE_URL") or "postgresql:///afdelingsscan"),
        "CONN_MAX_AGE": None,
        # After a restart of PostgreSQL each kept connection would give one error without this.
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, because all machines and processes must count the same tries to sign in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "scans_cache",
        # So many that nobody can push out how often they tried.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env_text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: SMTP when a server is named, else one file per mail under var/mail.
EMAIL_HOST = env_text("EMAIL_HOST")
EMAIL_PORT = env_number("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = env_text("EMAIL_FILE_PATH", str(VAR_DIR / "mail"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "afdelingsscan.mail_files.EmailBackend"
)
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "Afdelingsscan <afdelingsscan@localhost>")

# By this address mails name the site.
SITE_URL = env_text("SITE_URL").rstrip("/")
if EMAIL_HOST and not SITE_URL:
    raise ImproperlyConfigured("SITE_URL must be set when mail is sent: it stands in every link.")
SITE_URL = SITE_URL or "http://localhost:8000"

# Of how many persons what is shown. Fewer than 5, 10 and 10 is never done, whatever stands here;
# what is missing here is not shown at all.
DISCLOSURE = {"scores_from": 5, "whole_from": 10, "texts_from": 10}

# Nine pages of short answers: what is larger is no scan.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["scans.web.uploads.NoUploads"]

# Accounts: only of the dashboard. A session ends after 30 minutes of silence, at the latest after
# 12 hours (scans/web/adviser/access.py), and the rest of the site never sees its cookie.
AUTH_USER_MODEL = "scans.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
SESSION_ENGINE = "scans.web.adviser.sessions"
SESSION_COOKIE_NAME = "dashboard"
SESSION_COOKIE_PATH = "/dashboard/"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_ADAPTER = "scans.web.adviser.identity.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "scans.web.adviser.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/h/ip,5/h/key",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "scans.web.adviser.identity.FactorAdapter"
MFA_FORMS = {
    "authenticate": "scans.web.adviser.forms.AuthenticateForm",
    "reauthenticate": "scans.web.adviser.forms.ReauthenticateForm",
    "activate_totp": "scans.web.adviser.forms.ActivateTOTPForm",
    "add_webauthn": "scans.web.adviser.forms.AddPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Afdelingsscan"
# A code that changes while somebody types it still works (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_flag("BEHIND_PROXY", default=False) else 0

SECURE_SSL_REDIRECT = env_flag("SECURE_SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = env_number("SECURE_HSTS_SECONDS", default=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
# A list that browsers carry with them: only for who means it for good.
SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS >= 31_536_000  # noqa: PLR2004 - a year, as the list asks
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("BEHIND_PROXY", default=False) else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = (
    SECURE_SSL_REDIRECT or SECURE_HSTS_SECONDS > 0
)
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "scans.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# A PDF that takes longer or more than this is a fault, never a reason to stop the worker.
PDF_TIME_LIMIT = env_number("PDF_TIME_LIMIT", default=30)
PDF_MEMORY_LIMIT = env_number("PDF_MEMORY_LIMIT", default=1_500) * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # Addresses of pages hold secret tokens; they are cut out of every line.
    "filters": {"tokens": {"()": "scans.web.logs.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Both tell every step of every PDF.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
