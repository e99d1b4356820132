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
    replica_from_url,
)
from afdelingsscan.measuring import prepare as prepare_measuring
from afdelingsscan.production import refuse_unsafe
from afdelingsscan.retention import retention_from_environment

BASE_DIR = Path(__file__).resolve().parent.parent

VERSION = "0.7.0"

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
    "scans.web.watching.WatchMiddleware",
    # Outside everything, so that nothing is answered without the strict headers.
    "scans.web.headers.StrictHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "scans.web.middleware.ChosenLanguageMiddleware",
    "scans.web.middleware.PrivatePagesMiddleware",
    "scans.web.sizes.SizesMiddleware",
    "scans.web.origin.OwnFormsMiddleware",
    "scans.web.limits.LinkLimitMiddleware",
    "scans.web.middleware.DeletedMeanwhileMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "scans.web.adviser.access.GateMiddleware",
    "scans.web.replica.OwnWritesMiddleware",
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
# Lists, exports and figures are read from a streaming replica when there is one, as long as it is
# no more than so many seconds behind (docs/decisions/replica.md).
DATABASES |= replica_from_url(env_text("DATABASE_REPLICA_URL"))
DATABASE_ROUTERS = ["scans.queries.replica.Router"]
DATABASE_REPLICA_MAX_LAG = env_number("DATABASE_REPLICA_MAX_LAG", default=10)
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
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: SMTP when a server is named, else one file per mail under var/mail.
EMAIL_HOST = env_text("EMAIL_HOST")
EMAIL_PORT = env_number("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD")
# Encrypted from the first byte (port 465), or after STARTTLS (port 587).
EMAIL_USE_SSL = env_flag("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = env_text("EMAIL_FILE_PATH", str(VAR_DIR / "mail"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "afdelingsscan.mail_files.EmailBackend"
)
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "Afdelingsscan <afdelingsscan@localhost>")

# Who hears that a backup or the housekeeping failed (afdelingsscan/alarm.py).
ALARM_ADDRESS = env_text("ALARM_ADDRESS")
# Where somebody reports a weak spot (security.txt): addresses of mail, or of pages by https; without
# any, the address that the adviseur gave for contact. The policy is the address of a page.
SECURITY_CONTACT = env_list("SECURITY_CONTACT")
SECURITY_POLICY = env_text("SECURITY_POLICY")

# By this address mails name the site.
SITE_URL = env_text("SITE_URL").rstrip("/")
if EMAIL_HOST and not SITE_URL:
    raise ImproperlyConfigured("SITE_URL must be set when mail is sent: it stands in every link.")
SITE_URL = SITE_URL or "http://localhost:8000"

# Of how many persons what is shown. Fewer than 5, 10 and 10 is never done, whatever stands here;
# what is missing here is not shown at all.
DISCLOSURE = {"scores_from": 5, "whole_from": 10, "texts_from": 10}

# Who answers for the personal data, and who else sees them: the privacy page is made of this
# (docs/privacy.md). Nothing has a default: what isn't filled in is said to be missing.
PRIVACY_CONTROLLER = env_text("PRIVACY_CONTROLLER").strip()
PRIVACY_ADDRESS = env_text("PRIVACY_ADDRESS").strip()
PRIVACY_CONTACT = env_text("PRIVACY_CONTACT").strip()
PRIVACY_OFFICER = env_text("PRIVACY_OFFICER").strip()
PRIVACY_GROUND = env_text("PRIVACY_GROUND").strip()
PRIVACY_HOSTING = env_text("PRIVACY_HOSTING").strip()
PRIVACY_MAIL = env_text("PRIVACY_MAIL").strip()
PRIVACY_ERRORS = env_text("PRIVACY_ERRORS").strip()
PRIVACY_OUTSIDE_EER = env_text("PRIVACY_OUTSIDE_EER").strip()
# How long what is kept (docs/personal-data.md); housekeeping deletes what is older.
RETENTION = retention_from_environment()

# Nine pages of short answers: what is larger is no scan.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# How often one link or place may ask (scans/web/limits.py); off where one machine plays many.
REQUEST_LIMITS = env_flag("REQUEST_LIMITS", default=True)
# Characters; the longest that the site makes itself is a list of scans with every filter set.
ADDRESS_LENGTH = 4_000
FILE_UPLOAD_HANDLERS = ["scans.web.uploads.NoUploads"]

# Whether browsers only come by https; a cookie with this prefix is then taken from nobody but this
# very host, over https (docs/decisions/cookies.md).
ONLY_HTTPS = env_flag("SECURE_SSL_REDIRECT", default=False) or (
    env_number("SECURE_HSTS_SECONDS", default=0) > 0
)
COOKIE_PREFIX = "__Host-" if ONLY_HTTPS else ""

# Accounts: only of the dashboard. A session ends after 30 minutes of silence, at the latest after
# 12 hours (scans/web/adviser/access.py), and the rest of the site never sees its cookie
# (scans/web/origin.py).
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
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}dashboard"
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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ONLY_HTTPS
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "scans.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        # No script may make markup or code of a text.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
    }
}

# Backups (docs/backup.md). The public age keys that they are encrypted to, comma-separated; the
# private ones are kept elsewhere. Of older files and of the deletion journal only so many days
# are kept: what somebody deleted doesn't live on longer than that.
BACKUP_RECIPIENTS = env_list("BACKUP_RECIPIENTS")
BACKUP_DIR = Path(env_text("BACKUP_DIR", str(VAR_DIR / "backup"))).absolute()
# Less than a day would delete the backup that was just made.
BACKUP_KEEP_DAYS = env_number("BACKUP_KEEP_DAYS", default=30, within=(1, 365))
JOURNAL_DIR = Path(env_text("JOURNAL_DIR", str(VAR_DIR / "journal"))).absolute()

# A PDF that takes longer or more than this is a fault, never a reason to stop the worker.
PDF_TIME_LIMIT = env_number("PDF_TIME_LIMIT", default=30)
PDF_MEMORY_LIMIT = env_number("PDF_MEMORY_LIMIT", default=1_500) * 1024 * 1024

# Seeing: see docs/seeing.md. One JSON object a line for machines, lines for a person at a desk.
LOG_FORMAT = env_text("LOG_FORMAT", "line")
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; write line or json.")
BEHIND_PROXY = env_flag("BEHIND_PROXY", default=False)
# A load balancer asks over plain HTTP, from the same network.
SECURE_REDIRECT_EXEMPT = [r"^healthz(/live|/ready)?$"]
DISK_FREE_PERCENT = env_number("DISK_FREE_PERCENT", default=5)
# Metrics for Prometheus, by `manage.py metrics`; 0 counts nothing.
METRICS_PORT = env_number("METRICS_PORT", default=0)
METRICS_HOST = env_text("METRICS_HOST", "127.0.0.1")
if METRICS_PORT:
    prepare_measuring(VAR_DIR / "metrics")
# Faults go to a service that speaks Sentry's protocol, without anything of anybody.
SENTRY_DSN = env_text("SENTRY_DSN")
if SENTRY_DSN:
    from scans.web.faults import report_faults

    report_faults(SENTRY_DSN, VERSION)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "scans.web.logs.JsonLines"},
    },
    # Addresses of pages hold secret tokens; they are cut out of every line.
    "filters": {"tokens": {"()": "scans.web.logs.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A line for each request and each task; at a desk the tasks tell of themselves.
        "scans.request": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "scans.task": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "django_tasks": {"level": "WARNING" if LOG_FORMAT == "json" else "INFO"},
        # Both tell every step of every PDF.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}

# Last, because it looks at all of the above. Who tells browsers to come by https only serves
# people, so a forgotten variable doesn't switch this off.
PRODUCTION = env_flag("PRODUCTION", default=SECURE_SSL_REDIRECT or SECURE_HSTS_SECONDS > 0)
if PRODUCTION:
    refuse_unsafe(globals())
