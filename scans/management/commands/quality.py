"""``manage.py quality``: figures on the items of a scale from a CSV file, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scans.engine.quality import ItemQuality, Quality, quality_of
from scans.management.items_file import ItemsFileError, parse_items, parse_scale


class Command(BaseCommand):
    """Prints the figures as JSON, unrounded; on bad input exit code 1 and nothing on stdout."""

    help = "Reken de kwaliteit van de items van een schaal uit, van een CSV-bestand."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--csv",
            required=True,
            metavar="BESTAND",
            help="een kolom per item; een - voor de naam keert het item om; leeg is niet bekend",
        )
        parser.add_argument(
            "--scale", required=True, metavar="1-6", help="het laagste en het hoogste antwoord"
        )

    def handle(self, *_: object, **options: object) -> None:
        file = str(options["csv"])
        try:
            answer_scale = parse_scale(str(options["scale"]))
            parsed = parse_items(Path(file).read_bytes(), answer_scale)
        except OSError as error:
            raise CommandError(f"{file}: kan niet gelezen worden ({error.strerror}).") from error
        except ItemsFileError as error:
            raise CommandError(f"{file}: {error}") from error
        figures = _figures(quality_of(parsed.rows, parsed.items, answer_scale))
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))


def _figures(quality: Quality) -> dict[str, Any]:
    return {
        "items": [_item(one) for one in quality.items],
        "scale": {
            "items": len(quality.items),
            "n": quality.rows,
            "complete_rows": quality.complete,
            "alpha": quality.alpha,
            "interval": quality.interval,
        },
    }


def _item(one: ItemQuality) -> dict[str, Any]:
    return {
        "name": one.item.name,
        "reversed": one.item.reversed,
        "n": one.n,
        "mean": one.mean,
        "sd": one.sd,
        "missing": one.shares.missing,
        "item_rest": one.item_rest,
        "floor": one.shares.floor,
        "ceiling": one.shares.ceiling,
    }
