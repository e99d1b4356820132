"""``manage.py questionnaire``: check, publish and show the documents that scans are made of."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scans.content.document import is_module, module_from, questionnaire_from
from scans.content.loader import Document, DocumentError, read_document, shipped_documents
from scans.models import QuestionnaireVersion
from scans.services.publishing import (
    AlreadyPublishedError,
    publish_questionnaire,
    publish_shipped,
)


class Command(BaseCommand):
    """Four actions on questionnaires; each fault is one line on stderr and exit code 1."""

    requires_system_checks = []
    help = "Controleer een vragenlijstbestand, publiceer het, of toon een gepubliceerde versie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="controleer een bestand")
        check.add_argument("file")
        load = actions.add_parser("load", help="controleer en publiceer een bestand")
        load.add_argument("file")
        actions.add_parser("ship", help="publiceer wat bij het product hoort, voor zover nodig")
        show = actions.add_parser("show", help="toon een gepubliceerde vragenlijst als JSON")
        show.add_argument("slug")
        show.add_argument("--version", help="standaard de laatst gepubliceerde")

    def handle(self, *_: object, **options: object) -> None:
        action = options["action"]
        if action == "show":
            version = options["version"]
            self._show(str(options["slug"]), None if version is None else str(version))
            return
        if action == "ship":
            self._ship()
            return
        file = str(options["file"])
        document = self._document(file)
        if action == "load":
            self._load(document)
        else:
            self._check(file, document)

    def _document(self, file: str) -> Document:
        try:
            return read_document(Path(file), file)
        except DocumentError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise SystemExit(1) from error

    def _check(self, file: str, document: Document) -> None:
        counts = _of_module if is_module(document.data) else _of_core
        name = f"{document.slug} {document.version}"
        found = ", ".join(counts(document.data))
        self.stdout.write(f"{file}: in orde ({name}; {found})")

    def _load(self, document: Document) -> None:
        name = f"{document.slug} {document.version}"
        try:
            _, created = publish_questionnaire(document=document, moment=timezone.now())
        except AlreadyPublishedError as error:
            raise CommandError(
                f"{name} is al gepubliceerd met een andere inhoud en verandert niet meer: "
                "geef het bestand een nieuw versienummer."
            ) from error
        self.stdout.write(f"{name} is gepubliceerd." if created else f"{name} was al gepubliceerd.")

    def _ship(self) -> None:
        for one in publish_shipped(documents=shipped_documents(), moment=timezone.now()):
            self.stderr.write(
                f"{one.slug} {one.version} is niet gepubliceerd: van deze vragenlijst is er een eigen "
                "versie, en die blijft in gebruik."
            )

    def _show(self, slug: str, version: str | None) -> None:
        published = QuestionnaireVersion.objects.filter(slug=slug)
        if version is not None:
            published = published.filter(version=version)
        newest = published.order_by("published_at", "pk").last()
        if newest is None:
            name = slug if version is None else f"{slug} {version}"
            raise CommandError(f"Er is geen gepubliceerde vragenlijst {name}.")
        whole = {"slug": newest.slug, "version": newest.version, "digest": newest.digest}
        self.stdout.write(json.dumps({**whole, **newest.data}, ensure_ascii=False, indent=2))


def _of_core(data: Mapping[str, Any]) -> tuple[str, ...]:
    questionnaire = questionnaire_from(data)
    return (
        f"thema's: {len(questionnaire.themes)}",
        f"stellingen: {len(questionnaire.statements)}",
        f"rolparen: {len(questionnaire.role.pairs)}",
        f"contextvragen: {len(questionnaire.context)}",
        f"open vragen: {len(questionnaire.open)}",
        f"spiegelstellingen: {len(questionnaire.clients.statements)}",
        f"spiegelparen: {len(questionnaire.clients.pairs)}",
    )


def _of_module(data: Mapping[str, Any]) -> tuple[str, ...]:
    module = module_from(data)
    return (
        f"thema's: {len(module.themes)}",
        f"stellingen: {len(module.statements)}",
        f"posities: {len(module.positions)}",
        f"keuzes: {len(module.choices)}",
        f"dekkingsvragen: {len(module.coverage)}",
        f"stellingen voor interne klanten: {len(module.client_statements)}",
    )
