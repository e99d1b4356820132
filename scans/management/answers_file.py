"""The file that ``manage.py score`` reads: JSON with the answers of a team and its clients."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scans.engine.answers import (
    PREDICTION,
    AnsweringGroup,
    Answers,
    InvalidAnswerError,
    Reason,
    check_answers,
    check_scale,
)
from scans.engine.questionnaire import Questionnaire

KNOWN = frozenset({"questionnaire", "version", "department_size", "team", "clients"})
FILE = "bestand"

SENTENCES = {
    Reason.UNKNOWN_CODE: "deze code staat niet in de vragenlijst.",
    Reason.WRONG_TYPE: "deze waarde is van de verkeerde soort.",
    Reason.OUTSIDE_SCALE: "deze waarde valt buiten de schaal.",
    Reason.UNKNOWN_OPTION: "deze keuze staat niet in de vragenlijst.",
    Reason.TOO_LONG: "deze tekst is te lang.",
    Reason.UNREADABLE: "deze tekst bevat tekens die niet bewaard kunnen worden.",
}


class AnswersFileError(ValueError):
    """A file that can't be computed; the message names the field and says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")


@dataclass(frozen=True, slots=True)
class Person:
    """One person's answers, and how they think their internal clients judge each theme."""

    answers: Answers
    prediction: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """A file of the right shape; its codes and values are not yet held against a questionnaire."""

    questionnaire: str
    version: str | None
    department_size: int | None
    team: tuple[Person, ...]
    clients: tuple[Person, ...]

    @property
    def team_answers(self) -> list[Answers]:
        """What each member of the team answered, with what they foresee under its codes."""
        return [
            {**one.answers, **{f"{PREDICTION}{key}": said for key, said in one.prediction.items()}}
            for one in self.team
        ]

    @property
    def clients_answers(self) -> list[Answers]:
        """What each internal client answered."""
        return [one.answers for one in self.clients]


def parse_file(content: bytes) -> AnswersFile:
    """Return the contents of an answers file; raises ``AnswersFileError``."""
    data = _mapping(FILE, _json(content))
    for key in data.keys() - KNOWN:
        raise AnswersFileError(key, "dit veld is onbekend.")
    version = data.get("version")
    file = AnswersFile(
        questionnaire=_text("questionnaire", data.get("questionnaire")),
        version=None if version is None else _text("version", version),
        department_size=_department_size(data.get("department_size")),
        team=_people("team", data.get("team", []), {"answers", "prediction"}),
        clients=_people("clients", data.get("clients", []), {"answers"}),
    )
    if file.department_size is not None and file.department_size < len(file.team):
        raise AnswersFileError(
            "department_size",
            f"de afdeling ({file.department_size}) is kleiner dan het aantal mensen "
            f"dat meedeed ({len(file.team)}).",
        )
    return file


def check_people(questionnaire: Questionnaire, file: AnswersFile) -> None:
    """Raise ``AnswersFileError`` at the first answer that the questionnaire does not allow."""
    _check_group(questionnaire, file.team, "team")
    _check_group(questionnaire, file.clients, "clients")
    themes = {*(theme.key for theme in questionnaire.themes), questionnaire.role.key}
    for place, person in enumerate(file.team):
        for key, value in person.prediction.items():
            field = f"team[{place}].prediction.{key}"
            if key not in themes:
                raise AnswersFileError(field, "dit thema staat niet in de vragenlijst.")
            _check_prediction(field, value)


def _check_group(
    questionnaire: Questionnaire, people: tuple[Person, ...], group: AnsweringGroup
) -> None:
    for place, person in enumerate(people):
        try:
            check_answers(questionnaire, person.answers, group=group)
        except InvalidAnswerError as error:
            field = f"{group}[{place}].answers.{error.field}"
            raise AnswersFileError(field, SENTENCES[error.reason_key]) from error


def _check_prediction(field: str, value: object) -> None:
    try:
        check_scale(field, value)
    except InvalidAnswerError as error:
        raise AnswersFileError(field, SENTENCES[error.reason_key]) from error


def _json(content: bytes) -> object:
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except AnswersFileError:
        raise
    except (ValueError, RecursionError) as error:
        raise AnswersFileError(FILE, f"dit is geen geldige JSON ({error}).") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise AnswersFileError(key, "dit veld staat er twee keer.")
        mapping[key] = value
    return mapping


def _no_constant(name: str) -> object:
    raise AnswersFileError(FILE, f"dit is geen geldige JSON ({name}).")


def _people(field: str, value: object, known: set[str]) -> tuple[Person, ...]:
    if not isinstance(value, list):
        raise AnswersFileError(field, "hier hoort een lijst te staan.")
    return tuple(_person(f"{field}[{place}]", one, known) for place, one in enumerate(value))


def _person(field: str, value: object, known: set[str]) -> Person:
    data = _mapping(field, value)
    for key in data.keys() - known:
        raise AnswersFileError(f"{field}.{key}", "dit veld is onbekend.")
    return Person(
        answers=_mapping(f"{field}.answers", data.get("answers")),
        prediction=_mapping(f"{field}.prediction", data.get("prediction", {})),
    )


def _mapping(field: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise AnswersFileError(field, "hier horen velden met een naam te staan ({...}).")
    return value


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise AnswersFileError(field, "hier hoort tekst te staan.")
    return value


def _department_size(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise AnswersFileError("department_size", "hier hoort een aantal mensen te staan.")
    return value
