"""Steps of the drill that need the site's own code; each prints one JSON object.

`delete COUNT` deletes so many departments as their aanvragers do, and tells what is left;
`look LINK ...` tells what there is, and what each link gives.
"""

import json
import sys
from dataclasses import asdict

import django


def main(step: str, *arguments: str) -> None:
    """Do one step."""
    django.setup()
    found = _delete(int(arguments[0])) if step == "delete" else _look(arguments)
    sys.stdout.write(json.dumps(found | {"tables": _tables()}))


def _delete(count: int) -> dict[str, object]:
    from scans.models import LinkKind, Owner, ScanLink  # noqa: PLC0415 - after Django is set up
    from scans.services.owners import delete_everything  # noqa: PLC0415 - the same

    owners = list(Owner.objects.order_by("pk")[: 2 * count])
    links = [
        f"/resultaat/{link.token}/"
        for owner in owners
        for link in ScanLink.objects.filter(scan__department=owner.department, kind=LinkKind.RESULT)
    ]
    for owner in owners[:count]:
        delete_everything(owner=owner)
    return {"gone": links[:count], "kept": links[count:]}


def _look(links: tuple[str, ...]) -> dict[str, object]:
    from django.test import Client  # noqa: PLC0415 - the same

    visitor = Client(headers={"host": "127.0.0.1"})
    return {"statuses": [visitor.get(link).status_code for link in links]}


def _tables() -> dict[str, dict[str, object]]:
    from django.db import transaction  # noqa: PLC0415 - the same

    from scans.queries.contents import contents  # noqa: PLC0415 - the same
    from scans.services.backing_up import NOT_KEPT  # noqa: PLC0415 - the same

    with transaction.atomic():
        return {table: asdict(one) for table, one in contents(without=NOT_KEPT).items()}


if __name__ == "__main__":
    main(*sys.argv[1:])
