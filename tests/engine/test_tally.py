import json

from scans.engine.round import RoundAnswers
from scans.engine.tally import tally_of
from tests.engine.builders import build_questionnaire, complete_answers

QUESTIONNAIRE = build_questionnaire(
    themes=["relevantie"], mirrored=["rel1", "rel2", "rel3", "rol1"]
)


def round_of(team, clients=(), *, expected_team=9, expected_clients=9):
    return RoundAnswers(team, clients, None, expected_team, expected_clients)


def test_a_tally_counts_answers_and_holds_exact_scores_of_either_group():
    team = [{**complete_answers(value), "rel2": None} for value in (2, 3, 4, 4, 5)]
    clients = [{"k-rel1": 2, "k-rel2": 3, "k-rol1.huidig": 1}] * 6

    tally = tally_of(QUESTIONNAIRE, round_of(team, clients))

    middle = {"mean": 50.0, "n": 5, "variance": 0.0}
    pairs = [f"rol{place}.{when}" for when in ("huidig", "gewenst") for place in range(1, 7)]
    assert tally == {
        "format": 3,
        "team": {
            "n": 5,
            "items": {
                **{f"rel{place}": [0, 1, 1, 2, 1, 0] for place in range(1, 7)},
                "rel2": [0, 0, 0, 0, 0, 5],
                **{code: [0, 0, 5, 0, 0, 0] for code in pairs},
            },
            "scores": {"relevantie": {"mean": 65.0, "n": 5, "variance": 812.5}},
            "positions": {"huidig": middle, "gewenst": middle},
            "modules": {},
            "straight": [0, 0],
        },
        "clients": {
            "n": 6,
            "items": {
                "k-rel1": [0, 6, 0, 0, 0, 0],
                "k-rel2": [0, 0, 6, 0, 0, 0],
                "k-rel3": [0, 0, 0, 0, 0, 0],
                "k-rol1.huidig": [6, 0, 0, 0, 0, 0],
                "k-rol1.gewenst": [0, 0, 0, 0, 0, 0],
            },
            "scores": {"relevantie": {"mean": 37.5, "n": 6, "variance": 0.0}},
            "positions": {
                "huidig": {"mean": 0.0, "n": 6, "variance": 0.0},
                "gewenst": {"mean": None, "n": 0, "variance": None},
            },
            "modules": {},
            "straight": [0, 0],
        },
    }
    assert json.loads(json.dumps(tally)) == tally


def test_who_answered_all_statements_alike_is_counted_as_given():
    alike = {**complete_answers(3), "rel2": 3}
    unsure = {**alike, "rel6": None}
    differs = {**alike, "rel6": 4}

    tally = tally_of(QUESTIONNAIRE, round_of([alike, alike, unsure, differs, differs]))

    # Five answers tell nothing; how somebody answered about the role does not count.
    assert tally["team"]["straight"] == [4, 2]


def test_groups_below_five_are_not_kept():
    four = [complete_answers()] * 4

    assert tally_of(QUESTIONNAIRE, round_of(four, [{"k-rel1": 1}] * 4)) is None
    assert tally_of(QUESTIONNAIRE, round_of(four, [{"k-rel1": 1}] * 5))["team"] is None


def test_one_person_is_kept_of_a_scan_by_one_person_only():
    alone = round_of([complete_answers()], expected_team=None, expected_clients=None)
    of_a_team = round_of([complete_answers()])

    assert tally_of(QUESTIONNAIRE, alone)["team"]["n"] == 1
    assert tally_of(QUESTIONNAIRE, of_a_team) is None
