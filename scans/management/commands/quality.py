"""``manage.py quality``: figures on the items of a scale, of a questionnaire or of a CSV file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scans.engine.quality import ItemQuality, Quality, quality_of
from scans.management.items_file import ItemsFileError, parse_items, parse_scale
from scans.models import Group, QuestionnaireVersion
from scans.services.quality import refresh_quality


class Command(BaseCommand):
    """Prints the figures as JSON, unrounded; on bad input exit code 1 and nothing on stdout."""

    help = "Reken de kwaliteit van de items van een vragenlijst uit, of van een CSV-bestand."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument(
            "--csv",
            metavar="BESTAND",
            help="een kolom per item; een - voor de naam keert het item om; leeg is niet bekend",
        )
        source.add_argument(
            "--questionnaire",
            metavar="NAAM[@VERSIE]",
            help="een gepubliceerde vragenlijst, over de afdelingen; standaard de nieuwste versie",
        )
        parser.add_argument("--scale", metavar="1-6", help="bij --csv: laagste en hoogste antwoord")

    def handle(self, *_: object, **options: object) -> None:
        name = options["questionnaire"]
        if (name is None) == (options["scale"] is None):
            raise CommandError("--scale hoort bij --csv, en alleen daarbij.")
        figures = (
            _of_file(str(options["csv"]), str(options["scale"]))
            if name is None
            else _of_questionnaire(str(name))
        )
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))


def _of_questionnaire(name: str) -> dict[str, Any]:
    """Return what the dashboard shows, brought up to today as far as that may be."""
    slug, _at, number = name.partition("@")
    versions = QuestionnaireVersion.objects.filter(slug=slug).order_by("published_at", "pk")
    version = (versions.filter(version=number) if number else versions).last()
    if version is None:
        raise CommandError(f"Er is geen gepubliceerde vragenlijst {name}.")
    today = timezone.localdate()
    kept = {
        group: refresh_quality(version_id=version.pk, group=group, today=today) for group in Group
    }
    return {
        "questionnaire": version.slug,
        "version": version.version,
        "groups": {
            group.value: {
                "computed_on": one.computed_on and one.computed_on.isoformat(),
                "figures": one.figures,
            }
            for group, one in kept.items()
        },
    }


def _of_file(file: str, scale: str) -> dict[str, Any]:
    try:
        answer_scale = parse_scale(scale)
        parsed = parse_items(Path(file).read_bytes(), answer_scale)
    except OSError as error:
        raise CommandError(f"{file}: kan niet gelezen worden ({error.strerror}).") from error
    except ItemsFileError as error:
        raise CommandError(f"{file}: {error}") from error
    return _figures(quality_of(parsed.rows, parsed.items, answer_scale))


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
