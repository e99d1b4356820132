"""Open the doors of the site that `security_hosts` walks: print its cookies and where to begin.

Run with the site's own settings, in its folder. ``cookie NAME VALUE`` and ``start PATH``, one a line.
"""

import sys

import django


def main() -> None:
    """Sign an adviseur in, start a scan, and name the pages of everybody who started one before."""
    django.setup()
    from django.test import Client  # noqa: PLC0415 - after Django is set up

    from bench.desk_times import ADDRESS, admitted  # noqa: PLC0415 - the same
    from bench.visitor import papers  # noqa: PLC0415 - the same
    from scans.models import Owner  # noqa: PLC0415 - the same

    inside = admitted(ADDRESS)
    for name, cookie in inside.cookies.items():
        sys.stdout.write(f"cookie {name} {cookie.value}\n")
    [paper] = papers(1)
    begun = Client(SERVER_NAME="localhost").post(
        "/start/", paper.start.decode(), content_type="application/x-www-form-urlencoded"
    )
    paths = [begun.headers["Location"]]
    paths += [f"/scan/{owner.token}/" for owner in Owner.objects.order_by("pk")]
    for path in paths:
        sys.stdout.write(f"start {path}\n")


if __name__ == "__main__":
    main()
