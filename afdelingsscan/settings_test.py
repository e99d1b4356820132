"""Settings of a test run: only what must differ. ``make test`` gives DATABASE_URL."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("LINK_KEY", "only-for-tests-" + "y" * 50)

from afdelingsscan.settings import *  # noqa: F403 - the secrets above must exist first
from afdelingsscan.settings import BASE_DIR, STATIC_ROOT, STORAGES, TEMPLATES

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = str(BASE_DIR / "var" / "test-mail")
# No test deletes backups of a real site, and its journal holds no deletions of tests.
BACKUP_DIR = BASE_DIR / "var" / "test-backup"
JOURNAL_DIR = BASE_DIR / "var" / "test-journal"
# The real one is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# One client plays all visitors of all tests; what is limited has tests of its own.
REQUEST_LIMITS = False
# The manifest would need `collectstatic` before every test run.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The coverage plugin reads templates through the debug engine.
TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]  # a dict of objects to mypy
# Empty will do, but WhiteNoise warns of a folder that isn't there, and a warning fails a test.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
