"""``manage.py score``: compute a file with answers, without a database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scans.content.document import questionnaire_from
from scans.content.files import all_documents
from scans.content.loader import read_document
from scans.engine.agreement import agreement_word
from scans.engine.asking import asked_of_clients
from scans.engine.figures import ProfileFigures
from scans.engine.mirror import (
    Comparison,
    MirrorScores,
    compare,
    finding_of,
    foreseen_scores,
    is_firm,
)
from scans.engine.questionnaire import NOW, Questionnaire
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
        figures = _all_figures(questionnaire, answers)
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))


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


def _all_figures(questionnaire: Questionnaire, answers: AnswersFile) -> dict[str, Any]:
    """Return the team's figures, and those of clients and predictions where the file has them."""
    team, clients = answers.team_answers, answers.clients_answers
    figures = _figures(score_group(questionnaire, team, answers.department_size))
    mirror = compare(questionnaire, team, clients, answers.department_size)
    if clients:
        figures["clients"] = _figures(score_group(asked_of_clients(questionnaire), clients, None))
        figures["mirror"] = _mirror(questionnaire, mirror)
    foreseen = foreseen_scores(questionnaire, team)
    if any(one.n for one in foreseen.values()):
        figures["prediction"] = _predictions(questionnaire, foreseen, mirror)
    return figures


def _mirror(questionnaire: Questionnaire, mirror: MirrorScores) -> dict[str, Any]:
    themes = {
        key: _comparison(one, finding_of(one.own.score, one.clients.score))
        for key, one in mirror.themes.items()
    }
    # A place from maker to meedenker is no grade, so there is nothing to find about it.
    role = {when: _comparison(one, None) for when, one in mirror.role.items()}
    return {**themes, questionnaire.role.key: role}


def _comparison(one: Comparison, finding: str | None) -> dict[str, Any]:
    return {
        "self": _number(one.own.score),
        "clients": _number(one.clients.score),
        "difference": _number(one.difference),
        "interval": one.interval,
        "finding": finding,
        "firm": is_firm(one.interval),
    }


def _predictions(
    questionnaire: Questionnaire, foreseen: Mapping[str, GroupScore], mirror: MirrorScores
) -> dict[str, Any]:
    """Return what was foreseen beside both images, over the mirrored items as in the mirror."""
    role = {questionnaire.role.key: mirror.role[NOW]} if mirror.role else {}
    images = {**mirror.themes, **role}
    return {
        key: {
            "n": one.n,
            "self": _number(images[key].own.score) if key in images else None,
            "predicted": _number(one.score),
            "actual": _number(images[key].clients.score) if key in images else None,
        }
        for key, one in foreseen.items()
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _figures(scores: GroupScores) -> dict[str, Any]:
    impact = impact_figures(scores.impact)
    return {
        "themes": {key: _score(theme) for key, theme in scores.themes.items()},
        "role": {
            "huidig": _score(scores.now),
            "gewenst": _score(scores.wanted),
            "gap": _number(scores.gap),
        },
        "impact": {"index": impact.index, "weakest": impact.weakest},
        "profile": _profile(scores.profile),
    }


def _score(one: GroupScore) -> dict[str, Any]:
    agreement = one.agreement
    return {
        "n": one.n,
        "score": _number(one.score),
        "interval": one.interval,
        "agreement": _number(agreement),
        "agreement_word": None if agreement is None else agreement_word(agreement),
    }


def _profile(profile: ProfileFigures) -> str | None:
    if profile.neighbour is None:
        return profile.key
    return f"tussen {profile.key} en {profile.neighbour}"
