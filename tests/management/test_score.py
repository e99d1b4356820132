import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scans.content.document import questionnaire_from
from scans.content.files import document_path
from scans.content.loader import read_document

MANAGE = Path(__file__).parents[2] / "manage.py"
NOTHING = {"n": 0, "score": None, "interval": None, "agreement": None, "agreement_word": None}
THEMES = ("relevantie", "timing", "resultaat")


@pytest.fixture
def score(tmp_path):
    """Return a function that runs the command on a text, or on a value as JSON."""

    def run(content):
        file = tmp_path / "antwoorden.json"
        text = content if isinstance(content, str) else json.dumps(content)
        file.write_text(text, encoding="utf-8", errors="surrogateescape")
        out = StringIO()
        call_command("score", str(file), stdout=out)
        return json.loads(out.getvalue())

    return run


def everything(value, now=3, wanted=3):
    """Return answers that count as this value in every theme of the core, whatever is reversed."""
    questionnaire = questionnaire_from(read_document(document_path("kern", "1.0")).data)
    statements = {
        c: 6 - value if s.reversed else value for c, s in questionnaire.statements.items()
    }
    places = [pair.code for pair in questionnaire.role.pairs]
    return {
        **statements,
        **{f"{code}.huidig": now for code in places},
        **{f"{code}.gewenst": wanted for code in places},
    }


def kern(*team, **more):
    return {"questionnaire": "kern", "team": [{"answers": one} for one in team], **more}


@pytest.mark.parametrize("empty", [{}, {"team": []}, {"team": [], "clients": [], "version": "1.0"}])
def test_without_answers_every_value_is_null_and_no_key_is_left_out(score, empty):
    assert score({"questionnaire": "kern", **empty}) == {
        "themes": dict.fromkeys(THEMES, NOTHING),
        "role": {"huidig": NOTHING, "gewenst": NOTHING, "gap": None},
        "impact": {"index": None, "weakest": None},
        "profile": None,
    }


def test_a_team_that_is_wholly_asked_has_no_margin(score):
    team = [everything(4, now=2, wanted=4)] * 5

    figures = score(kern(*team, version="1.0", department_size=5))

    def alike(value):
        sure = {"interval": [value, value], "agreement": 1.0, "agreement_word": "zeer sterk"}
        return {"n": 5, "score": value, **sure}

    assert figures == {
        "themes": dict.fromkeys(THEMES, alike(75.0)),
        "role": {"huidig": alike(25.0), "gewenst": alike(75.0), "gap": 50.0},
        "impact": {"index": 75.0, "weakest": "relevantie"},
        "profile": "productiehuis",
    }


def test_the_size_of_the_department_narrows_the_interval(score):
    team = [everything(2), everything(4)]

    wide = score(kern(*team))["themes"]["timing"]["interval"]
    narrow = score(kern(*team, department_size=8))["themes"]["timing"]["interval"]

    assert [round(bound, 3) for bound in wide] == [-267.655, 367.655]
    assert [round(bound, 3) for bound in narrow] == [-225.097, 325.097]


def test_near_a_border_the_profile_names_both_sides_its_own_first(score):
    assert score(kern(everything(5, now=3)))["profile"] == (
        "tussen strategisch_partner en productiehuis"
    )


def test_clients_and_predictions_are_checked_and_not_scored(score):
    own = {"answers": everything(4), "prediction": {"timing": 2, "rol": None}}
    client = {"answers": {"k-rel1": 1, "k-rol1.huidig": None}}

    with_others = score({"questionnaire": "kern", "team": [own], "clients": [client]})

    assert with_others == score(kern(everything(4)))


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("", "bestand"),
        ("{", "bestand"),
        ("[]", "bestand"),
        ("[" * 100_000, "bestand"),
        ('{"questionnaire": "kern", "department_size": ' + "9" * 5000 + "}", "bestand"),
        ("\udcff", "bestand"),
        ('{"questionnaire": "kern", "team": [{"answers": {"rel1": NaN}}]}', "bestand"),
        ('{"questionnaire": "kern", "team": [{"answers": {"rel1": 1, "rel1": 2}}]}', "rel1"),
        ('{"questionnaire": "kern", "questionnaire": "kern"}', "questionnaire"),
        ({}, "questionnaire"),
        ({"questionnaire": None}, "questionnaire"),
        ({"questionnaire": "anders"}, "questionnaire"),
        ({"questionnaire": "../kern"}, "questionnaire"),
        (kern(version="0.9"), "version"),
        (kern(version=1.0), "version"),
        (kern(teams=[]), "teams"),
        (kern(department_size=0), "department_size"),
        (kern(department_size="8"), "department_size"),
        (kern(department_size=8.5), "department_size"),
        (kern(department_size=True), "department_size"),
        (kern({}, {}, {}, department_size=2), "department_size"),
        (kern({"rel1": 3}, {"rel7": 3}), "team[1].answers.rel7"),
        (kern({"rel1": 6}), "team[0].answers.rel1"),
        (kern({"rel1": 0}), "team[0].answers.rel1"),
        (kern({"rel1": True}), "team[0].answers.rel1"),
        (kern({"rel1": 3.0}), "team[0].answers.rel1"),
        (kern({"rel1": "3"}), "team[0].answers.rel1"),
        (kern({"rol1": 3}), "team[0].answers.rol1"),
        (kern({"rol1.huidig": 9}), "team[0].answers.rol1.huidig"),
        (kern({"k-rel1": 3}), "team[0].answers.k-rel1"),
        (kern({"sector": "zorg"}), "team[0].answers.sector"),
        (kern({"drukte": "?"}), "team[0].answers.drukte"),
        (kern({"open1": "a\0"}), "team[0].answers.open1"),
        (kern({"open1": "a" * 3001}), "team[0].answers.open1"),
        (kern([]), "team[0].answers"),
        ({"questionnaire": "kern", "team": None}, "team"),
        ({"questionnaire": "kern", "team": {}}, "team"),
        ({"questionnaire": "kern", "team": [3]}, "team[0]"),
        ({"questionnaire": "kern", "team": [{}]}, "team[0].answers"),
        ({"questionnaire": "kern", "team": [{"answers": {}, "x": 1}]}, "team[0].x"),
        (
            {"questionnaire": "kern", "team": [{"answers": {}, "prediction": {"timing": 6}}]},
            "team[0].prediction.timing",
        ),
        (
            {"questionnaire": "kern", "team": [{"answers": {}, "prediction": {"x": 3}}]},
            "team[0].prediction.x",
        ),
        (kern(clients=[{"answers": {"rel1": 3}}]), "clients[0].answers.rel1"),
        (kern(clients=[{"answers": {}, "prediction": {}}]), "clients[0].prediction"),
    ],
)
def test_bad_input_is_refused_with_its_field_and_exit_code_2(score, content, field):
    with pytest.raises(CommandError) as refusal:
        score(content)

    assert refusal.value.returncode == 2
    assert str(refusal.value).partition(": ")[0] == field


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="kan niet gelezen worden") as refusal:
        call_command("score", str(tmp_path / "weg.json"))

    assert refusal.value.returncode == 2


@pytest.mark.parametrize(
    ("content", "code", "printed", "complaint"),
    [
        pytest.param(kern(everything(4)), 0, True, "", id="good"),
        pytest.param(
            kern({"rel1": 3}, {"rel1": 7}),
            2,
            False,
            "CommandError: team[1].answers.rel1: deze waarde valt buiten de schaal.\n",
            id="bad",
        ),
    ],
)
def test_from_standard_input_bad_answers_print_nothing_on_stdout(content, code, printed, complaint):
    result = subprocess.run(
        [sys.executable, str(MANAGE), "score", "-"],
        input=json.dumps(content),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stderr) == (code, complaint)
    assert bool(result.stdout) is printed
