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


def judged(value, now=3, wanted=3):
    """Return answers of an internal client that count as this value in every theme."""
    mirror = questionnaire_from(read_document(document_path("kern", "1.0")).data).clients
    return {
        **{one.code: 6 - value if one.reversed else value for one in mirror.statements},
        **{f"{pair.code}.huidig": now for pair in mirror.pairs},
        **{f"{pair.code}.gewenst": wanted for pair in mirror.pairs},
    }


def test_clients_stand_beside_the_team_and_in_a_mirror(score):
    team = [{"answers": everything(4, now=2)}] * 5
    clients = [{"answers": judged(value)} for value in (2, 3, 2, 3)]

    figures = score({"questionnaire": "kern", "team": team, "clients": clients})

    alone = score({"questionnaire": "kern", "team": team})
    assert {key: figures[key] for key in alone} == alone
    assert set(figures) == {*alone, "clients", "mirror"}
    assert set(figures["clients"]) == set(alone)
    assert figures["clients"]["themes"]["timing"]["score"] == 37.5
    assert figures["clients"]["impact"] == {"index": 37.5, "weakest": "relevantie"}
    low, high = figures["mirror"]["timing"].pop("interval")
    assert (round(low, 4), round(high, 4)) == (14.5327, 60.4673)
    assert figures["mirror"]["timing"] == {
        "self": 75.0,
        "clients": 37.5,
        "difference": 37.5,
        "finding": "blinde vlek",
        "firm": True,
    }
    assert figures["mirror"]["rol"] == {
        "huidig": {
            "self": 25.0,
            "clients": 50.0,
            "difference": -25.0,
            "interval": [-25.0, -25.0],
            "finding": None,
            "firm": True,
        },
        "gewenst": {
            "self": 50.0,
            "clients": 50.0,
            "difference": 0.0,
            "interval": [0.0, 0.0],
            "finding": None,
            "firm": False,
        },
    }


def test_without_a_score_on_one_side_there_is_no_finding(score):
    figures = score({"questionnaire": "kern", "team": [], "clients": [{"answers": judged(4)}]})

    assert figures["mirror"]["relevantie"] == {
        "self": None,
        "clients": 75.0,
        "difference": None,
        "interval": None,
        "finding": None,
        "firm": False,
    }


@pytest.mark.parametrize("clients", [[], [{"answers": judged(2)}]])
def test_what_the_team_foresaw_stands_beside_what_it_became(score, clients):
    team = [
        {"answers": everything(4), "prediction": {"timing": 2, "rol": None}},
        {"answers": {**everything(4), "prediction.timing": 5}},
        {"answers": everything(4)},
    ]

    figures = score({"questionnaire": "kern", "team": team, "clients": clients})

    actual = 25.0 if clients else None
    nobody = {"n": 0, "self": 75.0, "predicted": None, "actual": actual}
    assert figures["prediction"] == {
        "relevantie": nobody,
        "timing": {"n": 2, "self": 75.0, "predicted": 62.5, "actual": actual},
        "resultaat": nobody,
        "rol": {**nobody, "self": 50.0, "actual": 50.0 if clients else None},
    }


def test_predictions_that_nobody_gave_are_no_part_of_the_output(score):
    silent = {"answers": everything(4), "prediction": {"timing": None}}

    assert score({"questionnaire": "kern", "team": [silent]}) == score(kern(everything(4)))


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
