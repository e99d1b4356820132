"""``manage.py benchmark publish`` and ``rank``: figures that can be checked from outside."""

import json
from datetime import date
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from scans.management.core_questionnaire import core_questionnaire, sectors_of
from scans.management.named import LISTED
from scans.models import BenchmarkRow, Department, Edition, Organisation
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def departments(count, *, sector="gemeente", size="11-20", start=0):
    """So many organisations with one department each; their scores are 0, 1, 2 ..."""
    for number in range(count):
        organisation = Organisation.objects.create(name=f"{sector} {number}", sector=sector)
        department = Department.objects.create(
            organisation=organisation, name="C", size_class=size, in_benchmark_since=TODAY
        )
        BenchmarkRow.objects.create(
            department=department,
            measure="relevantie",
            tenths=10 * (start + number),
            n=5,
            period=date(2026, 11, 1),
        )


def publish(capsys, **options):
    call_command("benchmark", "publish", **options)
    return capsys.readouterr().out


def rank(capsys, *arguments):
    call_command("benchmark", "rank", "--theme", "relevantie", *arguments)
    return json.loads(capsys.readouterr().out)


def test_publishing_twice_says_that_nothing_changed(capsys):
    departments(12)

    first, second = (publish(capsys, name="2026-11") for _ in range(2))

    assert first == "Editie 2026-11 is gepubliceerd: 4 groepen.\n"
    assert second == "Editie 2026-11 was er al; er is niets veranderd.\n"
    assert Edition.objects.count() == 1


def test_an_edition_is_named_after_its_month(capsys):
    departments(12)
    publish(capsys)

    edition = Edition.objects.get()
    assert edition.name == f"{edition.published_on:%Y-%m}"


NO_NAME = (
    "--name: ‘{}’ kan niet; neem 1 tot en met 20 tekens uit a-z, 0-9 en -, en begin niet met een "
    "streepje."
)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x" * 21, NO_NAME.format("x" * 21)),
        ("2026/11", NO_NAME.format("2026/11")),
        ("-a", NO_NAME.format("-a")),
        ("A\nB", NO_NAME.format("A·B")),
        ("demo-1", "--name: demo-1 is de naam van de editie in een demonstratie; neem een andere."),
    ],
)
def test_a_name_that_no_edition_can_have_is_refused(name, reason):
    departments(12)

    with pytest.raises(CommandError) as refusal:
        call_command("benchmark", "publish", name=name)

    assert (refusal.value.returncode, str(refusal.value)) == (2, reason)
    assert Edition.objects.count() == 0


def test_too_few_departments_are_no_error_and_no_edition(capsys):
    departments(9)

    said = publish(capsys)

    assert said == "Er is nog geen groep die groot genoeg is; er is niets gepubliceerd.\n"
    assert Edition.objects.count() == 0


def test_from_twenty_organisations_there_is_a_rank(capsys):
    departments(21)
    publish(capsys)

    printed = rank(
        capsys,
        "--score",
        "15.0",
        "--sector",
        "gemeente",
        "--size",
        "11-20",
        "--exclude",
        "gemeente 20",
    )

    assert printed == {
        "edition": Edition.objects.get().name,
        "group": {"sector": "gemeente", "size": "11-20"},
        "n": 20,
        "organisations": 20,
        "quartiles": {"low": 4.75, "middle": 9.5, "high": 14.25},
        "rank": 77.5,
        "interval": pytest.approx([55.731, 90.407], abs=0.001),
    }


def test_below_twenty_there_are_quartiles_only_and_the_ladder_is_climbed(capsys):
    departments(9)
    departments(6, sector="zorg")
    publish(capsys)

    printed = rank(capsys, "--score", "3,25", "--sector", "gemeente", "--size", "11-20")

    assert (printed["group"], printed["n"]) == ({"sector": None, "size": "11-20"}, 15)
    assert (printed["quartiles"]["middle"], printed["rank"], printed["interval"]) == (None,) * 3


def test_below_ten_there_is_nothing(capsys):
    departments(10)
    publish(capsys)

    printed = rank(capsys, "--score", "3", "--exclude", "gemeente 0")

    assert printed == {
        "edition": Edition.objects.get().name,
        **dict.fromkeys(("group", "n", "organisations", "quartiles", "rank", "interval")),
    }


MEASURES = (
    "relevantie, timing, resultaat, rol.huidig, rol.gewenst, impact, "
    "spiegel.relevantie, spiegel.timing, spiegel.resultaat"
)
NO_SCORE = "--score: ‘{}’ is geen getal van {} tot en met 100, zoals 64.3 of 64,3."


def sectors():
    return ", ".join(sectors_of(core_questionnaire()))


def refusal_of_rank(capsys, **options):
    """Rank what can't be ranked; return the exit code and the message."""
    given = ({"theme": "relevantie", "score": "3"} | options).items()
    arguments = [f"--{name}={value}" for name, value in given]
    with pytest.raises(CommandError) as refusal:
        call_command("benchmark", "rank", *arguments)
    assert capsys.readouterr().out == ""
    return refusal.value.returncode, str(refusal.value)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"theme": "Relevantie"}, f"--theme: ‘Relevantie’ bestaat niet; kies uit {MEASURES}."),
        ({"size": "groot"}, "--size: ‘groot’ bestaat niet; kies uit 1-5, 6-10, 11-20, 21-50, 51+."),
        *(
            ({"score": score}, NO_SCORE.format(score, 0))
            for score in ("veel", "nan", "1e999999999", "", "3.", "-0.1", "100.01", "٣")
        ),
        ({"score": "9" * 50}, NO_SCORE.format("9" * 40 + "…", 0)),
        ({"theme": "spiegel.timing", "score": "-100,1"}, NO_SCORE.format("-100,1", -100)),
        (
            {"exclude": "Nergens"},
            "--exclude: ‘Nergens’ is geen naam of sleutel van een organisatie.",
        ),
        (
            {"exclude": f"{UUID(int=1)}"},
            f"--exclude: ‘{UUID(int=1)}’ is geen naam of sleutel van een organisatie.",
        ),
        ({"exclude": "a\udcff"}, "--exclude: ‘a·’ is geen naam of sleutel van een organisatie."),
    ],
)
def test_what_can_not_be_ranked_is_refused(capsys, options, reason):
    departments(10)
    publish(capsys)

    assert refusal_of_rank(capsys, **options) == (2, reason)


def test_a_sector_that_no_questionnaire_knows_is_refused(capsys):
    departments(10)
    publish(capsys)

    assert refusal_of_rank(capsys, sector="sport") == (
        2,
        f"--sector: ‘sport’ bestaat niet; kies uit {sectors()}.",
    )


def test_of_a_name_that_many_have_the_keys_are_told(capsys):
    departments(10)
    publish(capsys)
    twice = [Organisation.objects.create(name="Gemeente") for _ in range(2)]
    often = [Organisation.objects.create(name="Huis") for _ in range(LISTED + 1)]

    assert refusal_of_rank(capsys, exclude="Gemeente") == (
        2,
        "--exclude: 2 organisaties heten ‘Gemeente’; geef een van deze sleutels:\n"
        + "\n".join(sorted(str(one.pk) for one in twice)),
    )
    code, message = refusal_of_rank(capsys, exclude="Huis")
    assert (code, message.split("\n")[1:]) == (
        2,
        [*sorted(str(one.pk) for one in often)[:LISTED], "en nog 1"],
    )


def test_an_organisation_is_left_out_by_its_key_or_its_name(capsys):
    departments(12)
    publish(capsys)
    own = Organisation.objects.get(name="gemeente 0")

    by_key, by_name = (
        rank(capsys, "--score", "3", "--exclude", one) for one in (str(own.pk), own.name)
    )

    assert (by_key["n"], by_key) == (11, by_name)


def test_what_an_earlier_questionnaire_measured_can_be_ranked(capsys):
    departments(12)
    BenchmarkRow.objects.update(measure="oud")
    publish(capsys)

    call_command("benchmark", "rank", "--theme", "oud", "--score=0,5", "--size", "11-20")

    assert json.loads(capsys.readouterr().out)["n"] == 12


def test_before_the_first_edition_there_is_nothing_to_rank_in():
    with pytest.raises(CommandError, match="nog geen editie"):
        call_command("benchmark", "rank", "--theme", "relevantie", "--score", "3")
