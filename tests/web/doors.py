"""The doors of the dashboard, and what somebody fills in there."""

import re
import time
from datetime import UTC, datetime

from scans.services.mailing import account_url
from tests.adviser import PASSWORD

LOGIN, SECOND, FORGOTTEN = (
    f"/dashboard/{path}/" for path in ("inloggen", "inloggen/tweede-stap", "wachtwoord")
)
NOW = datetime.fromtimestamp(time.time(), UTC)
NEW_PASSWORD = "nog een zin die niemand raadt"  # noqa: S105 - of nobody


def text_of(answer):
    """What a page says, without its markup and what differs at each request."""
    page = re.sub(r"<input type=\"hidden\"[^>]*>", "", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u2060", "")


def log_in(client, who, password=PASSWORD):
    return client.post(LOGIN, {"login": who.email, "password": password})


def path_of(link):
    return "/" + account_url(link).split("/", 3)[3]
