"""``manage.py benchmark exclude``: what it says, and with which exit code it refuses."""

from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from scans.models import Department
from tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db

OUT = "Deze afdeling telt vanaf de volgende editie niet mee.\n"
IN = "Deze afdeling telt vanaf de volgende editie weer mee, als zij daarmee instemt.\n"
SAME = "Er verandert niets: dat was al zo.\n"
NO_REASON = "--reason: geef een reden van 1 tot en met 200 leesbare tekens."


def run(*arguments):
    out = StringIO()
    call_command("benchmark", "exclude", *arguments, stdout=out)
    return out.getvalue()


def test_a_department_is_left_out_and_taken_in_again():
    key = str(DepartmentFactory().pk)

    assert [run(key, "--reason", "een test") for _ in range(2)] == [OUT, SAME]
    assert Department.objects.get().excluded_because == "een test"
    assert [run(key, "--undo") for _ in range(2)] == [IN, SAME]
    assert Department.objects.get().excluded_because == ""


@pytest.mark.parametrize("action", [["--reason", "een test"], ["--undo"]])
@pytest.mark.parametrize("key", ["Communicatie", str(UUID(int=1))])
def test_a_key_of_no_department_is_refused(key, action):
    with pytest.raises(CommandError) as refusal:
        run(key, *action)

    said = f"‘{key}’ is geen afdeling of organisatie, met haar sleutel of exacte naam."
    assert (refusal.value.returncode, str(refusal.value)) == (2, said)


def test_a_department_is_named_by_its_organisation():
    made = DepartmentFactory(organisation__name="Gemeente Nul")
    DepartmentFactory(organisation__name="Gemeente Nul tot Tien")

    assert run("Gemeente Nul", "--reason", "dubbel") == OUT
    assert run(str(made.organisation_id), "--reason", "dubbel") == SAME
    assert list(Department.objects.exclude(excluded_because="")) == [made]


def refusal_of(*arguments):
    with pytest.raises(CommandError) as refusal:
        run(*arguments, "--undo")
    assert refusal.value.returncode == 2
    return str(refusal.value).split("\n")


def test_where_an_organisation_has_more_departments_their_keys_are_told_and_a_name_chooses():
    one = DepartmentFactory(organisation__name="Stad", name="Pers", size_class="6-10")
    other = DepartmentFactory(organisation=one.organisation, name="Web", size_class="51+")

    told = refusal_of("Stad")

    assert told[0] == "‘Stad’ kan 2 afdelingen zijn; geef een van deze sleutels:"
    assert sorted(told[1:]) == sorted(
        [
            f"{one.pk}  een gemeente, 6–10 personen",
            f"{other.pk}  een gemeente, 51 of meer personen",
        ]
    )
    assert run("Stad", "--department", "Web", "--reason", "een test") == OUT
    assert list(Department.objects.exclude(excluded_because="")) == [other]
    assert refusal_of("Stad", "--department", "Weg\udcff") == [
        "‘Weg·’ van ‘Stad’ is geen afdeling of organisatie, met haar sleutel of exacte naam."
    ]


def test_of_very_many_departments_some_keys_are_told():
    for _ in range(22):
        DepartmentFactory(organisation__name="Stad", name="Web")

    told = refusal_of("Stad", "--department", "Web")

    assert (len(told), told[-1]) == (22, "en nog 2")


@pytest.mark.parametrize("reason", ["", "x" * 201])
def test_without_a_proper_reason_nothing_changes(reason):
    department = DepartmentFactory()

    with pytest.raises(CommandError) as refusal:
        run(str(department.pk), "--reason", reason)

    assert (refusal.value.returncode, str(refusal.value)) == (2, NO_REASON)
    assert Department.objects.get().excluded_because == ""


@pytest.mark.parametrize("action", [[], ["--undo", "--reason", "een test"]])
def test_either_a_reason_or_undoing_is_asked_for(action):
    with pytest.raises(CommandError, match="--reason"):
        run(str(DepartmentFactory().pk), *action)
