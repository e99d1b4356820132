"""Makes a site ready for `bench.parallel`: `python -m bench.desk_ready`.

Says who offers the site, enters so many departments in the benchmark, begins a draft, and lets an
beheerder in by both steps. Prints the cookie of their session and the number of the draft.
"""

import sys
from datetime import UTC, date, datetime

import django
from django.db import connection
from django.test import Client

A_DAY = date(2026, 11, 22)
DEPARTMENTS = 40
ADDRESS = "adviseur@example.org"


def main() -> None:
    """Make it ready, and print what the visitors need."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after Django is set up

    from bench.desk_times import admitted  # noqa: PLC0415 - the same
    from bench.editions import FILL, NAME  # noqa: PLC0415 - the same
    from scans.models import Account, Role  # noqa: PLC0415 - the same
    from scans.queries.questionnaires import CORE, newest_version  # noqa: PLC0415 - the same
    from scans.services.drafting import make_draft  # noqa: PLC0415 - the same
    from scans.services.housestyle import Sender, change_style  # noqa: PLC0415 - the same

    client: Client = admitted(ADDRESS)
    Account.objects.filter(email=ADDRESS).update(role=Role.BEHEERDER)
    account, now = Account.objects.get(email=ADDRESS), datetime.now(UTC)  # noqa: TID251 - a program of its own
    sender = Sender("Bureau Voorbeeld", "", ADDRESS, "", "", "#1f4e79")
    change_style(sender=sender, by=account, moment=now)
    draft = make_draft(version_id=newest_version(CORE).pk, by=account, moment=now)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"first": 1, "last": DEPARTMENTS, "day": A_DAY, "name": NAME})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    sys.stdout.write(f"{settings.SESSION_COOKIE_NAME}={cookie}\n{draft.pk}\n")


if __name__ == "__main__":
    main()
