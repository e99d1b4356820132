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

    said = f"‘{key}’ is geen sleutel van een afdeling."
    assert (refusal.value.returncode, str(refusal.value)) == (2, said)


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
