import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scans.content.files import document_path, newest_version_of
from scans.content.loader import read_document
from scans.models import QuestionnaireVersion
from scans.queries.questionnaires import newest_modules
from scans.services.publishing import publish_questionnaire

SMALL = Path(__file__).parents[1] / "content" / "small.yaml"
SIXTH = SMALL.with_name("sixth.yaml")
TEXT = SMALL.read_text(encoding="utf-8")


def run(*arguments):
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("questionnaire", *map(str, arguments), stdout=out)
    return out.getvalue()


def written(folder, text):
    file = folder / "klein.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def publish(text, day):
    moment = datetime(2026, 1, day, tzinfo=UTC)
    return publish_questionnaire(document=read_document(text.encode()), moment=moment)


def test_check_counts_what_a_good_module_holds():
    assert run("check", SIXTH) == (
        f"{SIXTH}: in orde (zesde 1.0; thema's: 2, stellingen: 5, posities: 1, keuzes: 1, "
        "dekkingsvragen: 1, stellingen voor interne klanten: 2)\n"
    )


@pytest.mark.django_db
def test_a_module_is_published_as_any_document_is():
    outputs = [run("load", SIXTH), run("load", SIXTH)]

    assert outputs == ["zesde 1.0 is gepubliceerd.\n", "zesde 1.0 was al gepubliceerd.\n"]
    assert [one.slug for one in newest_modules()] == ["zesde"]


@pytest.mark.django_db
def test_what_comes_with_the_product_is_published_but_not_over_a_version_of_somebody_here():
    own = document_path("rollen", "1.0").read_text(encoding="utf-8").replace("Vijf", "Onze vijf", 1)
    publish(own, day=2)
    told = StringIO()

    call_command("questionnaire", "ship", stderr=told)

    stays = "is niet gepubliceerd: van deze vragenlijst is er een eigen versie, en die blijft in gebruik."
    assert told.getvalue().splitlines() == [f"rollen {number} {stays}" for number in ("1.0", "1.1")]
    assert {one.slug: one.version for one in newest_modules()} == {
        slug: "1.0" if slug == "rollen" else newest_version_of(slug)
        for slug in ("organisatie", "patronen", "professional", "relaties", "rollen")
    }


def test_check_counts_what_a_good_document_holds():
    assert run("check", SMALL) == (
        f"{SMALL}: in orde (klein 1.0; thema's: 2, stellingen: 6, rolparen: 2, contextvragen: 2, "
        "open vragen: 1, spiegelstellingen: 2, spiegelparen: 1)\n"
    )


@pytest.mark.parametrize("action", ["check", "load"])
def test_a_bad_document_is_refused_line_by_line(action, tmp_path):
    file = written(
        tmp_path, TEXT.replace("slug: klein", "slug: 3").replace("letter: R", "letter: r")
    )
    err = StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("questionnaire", action, str(file), stderr=err)

    assert stop.value.code == 1
    assert err.getvalue() == (
        f"{file}:3: slug: hier hoort tekst te staan; "
        "zet een waarde als 1.0 of nee tussen aanhalingstekens.\n"
        f"{file}:17: themes.0.letter: dit heeft niet de juiste vorm (^[A-Z]$).\n"
    )


@pytest.mark.django_db
def test_loading_twice_publishes_once():
    printed = [run("load", SMALL), run("load", SMALL)]

    assert printed == ["klein 1.0 is gepubliceerd.\n", "klein 1.0 was al gepubliceerd.\n"]
    assert QuestionnaireVersion.objects.filter(slug="klein").count() == 1


@pytest.mark.django_db
def test_a_published_version_with_other_contents_is_refused(tmp_path):
    run("load", SMALL)

    with pytest.raises(CommandError, match="nieuw versienummer") as refusal:
        run("load", written(tmp_path, TEXT.replace("nl: Klein", "nl: Kleiner")))

    assert refusal.value.returncode == 1


@pytest.mark.django_db
def test_show_prints_all_of_a_published_version():
    document = read_document(SMALL)
    run("load", SMALL)

    shown = json.loads(run("show", "klein"))

    assert shown == {**document.data, "digest": document.digest}


@pytest.mark.django_db
def test_show_takes_the_newest_version_unless_another_is_asked():
    publish(TEXT, day=1)
    publish(TEXT.replace('version: "1.0"', 'version: "1.1"'), day=2)

    shown = [run("show", "klein"), run("show", "klein", "--version", "1.0")]

    assert [json.loads(each)["version"] for each in shown] == ["1.1", "1.0"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "name"),
    [(["onbekend"], "onbekend"), (["klein", "--version", "9.9"], "klein 9.9")],
)
def test_show_of_what_was_never_published_is_refused(arguments, name):
    publish(TEXT, day=1)

    with pytest.raises(CommandError, match=f"Er is geen gepubliceerde vragenlijst {name}.") as no:
        run("show", *arguments)

    assert no.value.returncode == 1
