"""Let the benchmark hold of each round what its report shows, and know each result by its rows.

The rows held exact means until now: the figures of everybody minus those without the own organisation
gave them to readers whose report shows a step of five points, or only a border. The frozen figures tell
what is shown, so the rows are rewritten from those; what the report leaves out goes.

Nothing is undone on the way back: exact means aren't kept anywhere else, and the release before reads the
rows as they are now. A second time changes nothing. Editions that were published keep their figures, until
they get new ones; imported results have no report and stay. A round that the release before closes while
this one is being started keeps exact rows, until its department's next round.
"""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 500


def rewrite_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rewrite the rows of every round that has a result, some rounds at a time."""
    results = apps.get_model("scans", "Result").objects.order_by("pk")
    last = 0
    while True:
        with transaction.atomic(using=schema_editor.connection.alias):
            found = list(results.filter(pk__gt=last).values_list("pk", "scan", "figures")[:AT_ONCE])
            _rewrite(apps, {scan: dict(_shown(figures)) for _pk, scan, figures in found})
        if len(found) < AT_ONCE:
            return
        last = found[-1][0]


def _rewrite(apps: Apps, shown: Mapping[Any, Mapping[str, int]]) -> None:
    BenchmarkRow = apps.get_model("scans", "BenchmarkRow")
    changed, hidden = [], []
    for row in BenchmarkRow.objects.filter(scan__in=shown).order_by("pk"):
        tenths = shown[row.scan_id].get(row.measure)
        if tenths is None:
            hidden.append(row.pk)
        elif tenths != row.tenths:
            row.tenths = tenths
            changed.append(row)
    BenchmarkRow.objects.bulk_update(changed, ["tenths"])
    BenchmarkRow.objects.filter(pk__in=hidden).delete()


def _shown(figures: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the tenths by measure as a result says them, in any form in which it was stored."""
    role, compared = figures["role"], (figures.get("round") or {}).get("mirror", {})
    scores = {
        **{key: one["score"] for key, one in figures["themes"].items()},
        "rol.huidig": role["now"]["score"],
        "rol.gewenst": role["wanted"]["score"],
        "impact": figures["impact"]["index"],
        **{f"spiegel.{key}": one["difference"] for key, one in compared.items()},
    }
    for measure, score in scores.items():
        if score is not None:
            tenths = math.floor(abs(Fraction(score) * 10) + Fraction(1, 2))
            yield measure, tenths if score >= 0 else -tenths


class Migration(migrations.Migration):
    # Each part by itself, so that nobody waits for all of it; what was stopped can begin again.
    atomic = False

    dependencies = [("scans", "0016_backups")]

    operations = [
        migrations.RunPython(rewrite_rows, migrations.RunPython.noop, atomic=False),
        migrations.AddField(
            model_name="editionmember",
            name="result",
            field=models.BigIntegerField(null=True),
        ),
    ]
