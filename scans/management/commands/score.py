"""``manage.py score``: compute a file with answers, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scans.content.document import questionnaire_from
from scans.content.files import all_documents
from scans.content.loader import read_document
from scans.engine.agreement import agreement_word
from scans.engine.figures import ProfileFigures
from scans.engine.questionnaire import Questionnaire
from scans.engine.scoring import GroupScore, GroupScores, score_group
from scans.engine.solo import impact_figures
from scans.management.answers_file import AnswersFile, AnswersFileError, check_people, parse_file

STDIN = "-"


class Command(BaseCommand):
    """Prints the raw figures as JSON; on bad input exit code 2 and nothing on stdout."""

    help = "Reken een bestand met antwoorden (JSON) door; - leest van de standaardinvoer."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="JSON-bestand, of - voor de standaardinvoer")

    def handle(self, *_: object, **options: object) -> None:
        try:
            answers = parse_file(_content(str(options["file"])))
            questionnaire = _questionnaire(answers)
            check_people(questionnaire, answers)
        except AnswersFileError as error:
            raise CommandError(str(error), returncode=2) from error
        scores = score_group(
            questionnaire, [person.answers for person in answers.team], answers.department_size
        )
        self.stdout.write(json.dumps(_figures(scores), ensure_ascii=False, indent=2))


def _content(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise AnswersFileError(file, f"kan niet gelezen worden ({error.strerror}).") from error


def _questionnaire(answers: AnswersFile) -> Questionnaire:
    """Return the questionnaire that comes with the product, its newest version by default."""
    versions = {p.stem: p for p in all_documents() if p.parent.name == answers.questionnaire}
    if not versions:
        raise AnswersFileError(
            "questionnaire", f"er is geen vragenlijst {answers.questionnaire!r}."
        )
    version = list(versions)[-1] if answers.version is None else answers.version
    if version not in versions:
        raise AnswersFileError("version", f"er is geen versie {version!r}.")
    return questionnaire_from(read_document(versions[version]).data)


def _figures(scores: GroupScores) -> dict[str, Any]:
    impact = impact_figures(scores.impact)
    return {
        "themes": {key: _score(theme) for key, theme in scores.themes.items()},
        "role": {
            "huidig": _score(scores.now),
            "gewenst": _score(scores.wanted),
            "gap": None if scores.gap is None else float(scores.gap),
        },
        "impact": {"index": impact.index, "weakest": impact.weakest},
        "profile": _profile(scores.profile),
    }


def _score(one: GroupScore) -> dict[str, Any]:
    score, agreement = one.score, one.agreement
    return {
        "n": one.n,
        "score": None if score is None else float(score),
        "interval": one.interval,
        "agreement": None if agreement is None else float(agreement),
        "agreement_word": None if agreement is None else agreement_word(agreement),
    }


def _profile(profile: ProfileFigures) -> str | None:
    if profile.neighbour is None:
        return profile.key
    return f"tussen {profile.key} en {profile.neighbour}"
