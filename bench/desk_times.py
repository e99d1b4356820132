"""Asks pages of the dashboard, in one process: `python -m bench.desk_times WHAT [...]`.

- `first`: the first request of a process;
- `pages TIMES`: overview, one scan, and the list with every filter in every order, with the cache
  filled; each line is the median of so many requests;
- `list TIMES`: the list only;
- `means`: milliseconds in which housekeeping computes what lists by score are sorted with;
- `export csv|xlsx`: seconds to the first bytes and to the first rows, seconds and bytes in all,
  the rows, and the growth of the memory of this process in MB.

Prints a line per measurement: what, and numbers, divided by tabs. Pages are asked as an adviseur
who came in with a second factor; time is that of the WSGI application, from request to last byte.
"""

import resource
import statistics
import sys
import time
from collections.abc import Iterator

from django.test import Client

ADDRESS = "meting@example.org"
FIRST_ROWS = 20_000
"""Bytes of an export in which there are rows, compressed or not."""

ORDERS = [
    sign + key
    for key in ("datum", "relevantie", "timing", "resultaat", "impact")
    for sign in ("-", "")
]
FILTERS = {
    "all": "",
    "search, many found": "zoek=communicatie",
    "search, few found": "zoek=communicatie+123",
    "search, none found": "zoek=bestaatniet",
    "sector": "sector=gemeente",
    "size": "grootte=6-10",
    "from": "van=2026-06-01",
    "until": "tot=2025-06-01",
    "one week": "van=2026-03-02&tot=2026-03-08",
    "open": "status=open",
    "closed": "status=closed",
    "questionnaire": "vragenlijst={version}",
    "contact": "contact=True",
    "no contact": "contact=False",
    "follow-up new": "opvolging=nieuw",
    "follow-up planned": "opvolging=gepland",
    "several": "sector=gemeente&grootte=21-50&status=closed&contact=True&opvolging=gepland",
}


def main(what: str, *arguments: str) -> None:
    """Measure what was asked."""
    # As the web server starts; it sets up Django.
    import afdelingsscan.wsgi  # noqa: F401, PLC0415 - for what it does
    from scans.queries.listing import keep_priors  # noqa: PLC0415 - after Django is set up

    client = admitted(ADDRESS)
    if what == "first":
        _tell("first request, the list", _took(client, "/dashboard/scans/"))
        _tell("first request, the overview", _took(client, "/dashboard/"))
    elif what == "export":
        _tell(arguments[0], *_export(client, arguments[0]))
    elif what == "means":
        begin = time.perf_counter()
        keep_priors()
        _tell("means, in housekeeping", 1000 * (time.perf_counter() - begin))
    else:
        _pages(client, int(arguments[0]), only_list=what == "list")


def _tell(what: str, *numbers: float) -> None:
    sys.stdout.write("\t".join((what, *(str(number) for number in numbers))) + "\n")


def admitted(address: str) -> Client:
    """Return a browser in which the adviseur of this address went through the whole door."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415 - after Django is set up
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415 - the same

    from scans.models import Account, Role  # noqa: PLC0415 - the same

    account = Account.objects.filter(email=address).first()
    if account is None:
        account = Account.objects.create_account(
            email=address, name="Meting", password=generate_totp_secret(), role=Role.ADVISEUR
        )
        TOTP.activate(account, generate_totp_secret())
    client = Client(SERVER_NAME="localhost")
    client.force_login(account)
    session = client.session
    record_authentication(_Request(session), account, "mfa")
    session.save()
    return client


class _Request:
    def __init__(self, session: object) -> None:
        self.session = session


def _took(client: Client, path: str) -> float:
    """Return the milliseconds of a request."""
    begin = time.perf_counter()
    answer = client.get(path)
    took = 1000 * (time.perf_counter() - begin)
    assert answer.status_code == 200, (path, answer.status_code)  # noqa: PLR2004 - a page
    return took


def _pages(client: Client, times: int, *, only_list: bool) -> None:
    for what, path in (*(() if only_list else _others()), *_lists()):
        _took(client, path)
        _tell(what, statistics.median(_took(client, path) for _ in range(times)))


def _others() -> Iterator[tuple[str, str]]:
    from scans.models import ListedScan, ScanStatus  # noqa: PLC0415 - the same

    yield "overview", "/dashboard/"
    yield "overview: per month", "/dashboard/?per=maand"
    for status in ScanStatus.values:
        found = ListedScan.objects.filter(status=status).order_by("opened_on", "pk")
        for place in (0, found.count() // 2):
            yield f"scan: {status}, place {place}", f"/dashboard/scans/{found[place].pk}/"


def _lists() -> Iterator[tuple[str, str]]:
    from scans.models import ListedScan  # noqa: PLC0415 - the same
    from scans.queries.listing import ordered  # noqa: PLC0415 - the same
    from scans.queries.questionnaires import CORE, newest_version  # noqa: PLC0415 - the same

    version = newest_version(CORE).pk
    for order in ORDERS:
        for name, query in FILTERS.items():
            path = f"/dashboard/scans/?sorteer={order}&{query.format(version=version)}"
            yield f"list: {order}, {name}", path
        listed = ordered(ListedScan.objects.all(), order)
        half = listed.values_list("pk", flat=True)[ListedScan.objects.count() // 2]
        yield f"list: {order}, from the half", f"/dashboard/scans/?sorteer={order}&na={half}"


def _export(client: Client, form: str) -> tuple[float, ...]:
    # Once, for whatever is loaded and kept at a first time; of this the first page only.
    _took(client, "/dashboard/scans/")
    before = _resident()
    begin = time.perf_counter()
    answer = client.get(f"/dashboard/scans/export.{form}")
    first = rows = 0.0
    size = lines = 0
    for part in answer.streaming_content:
        first = first or time.perf_counter() - begin
        size += len(part)
        lines += part.count(b"\n")
        rows = rows or (time.perf_counter() - begin if size > FIRST_ROWS else 0)
    took = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return first, rows, took, size, lines, peak - before


def _resident() -> float:
    """Return the most memory that this process had until now, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
