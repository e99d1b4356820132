"""Two departments or organisations that are the same are put together, from the page of a scan."""

import re
import uuid
from datetime import timedelta

import pytest

from scans.models import Action, AuditRecord, Department, Scan
from scans.web.adviser.merging import Other
from tests.adviser import account, recorded, signed_in
from tests.factories import (
    TODAY,
    OwnerFactory,
    owner_token,
)
from tests.scan_list import listed, open_scan, page_of
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db

NAMES = {"name": "Gemeente Geheim", "department": "Team Verborgen"}


@pytest.fixture
def ada():
    return account()


@pytest.fixture
def adviser(ada):
    return signed_in(ada)


def test_looking_at_two_scans_before_putting_them_together_is_recorded_for_both(adviser):
    one, other = listed(), listed()
    before = len(recorded())

    for ask in (adviser.head, adviser.get):
        ask(page_of(one, "samenvoegen/"), {"met": str(other.pk)})
    adviser.get(page_of(one, "samenvoegen/"))

    seen = AuditRecord.objects.order_by("pk").values_list("what", "object_id")[before:]
    assert list(seen) == [(Action.SCAN_SEEN, str(scan.pk)) for scan in (one, other)]


def merge_fields(other, what="afdeling"):
    return {"met": str(other.pk), "wat": what, "zeker": "ja"}


def test_two_departments_are_shown_and_put_together(adviser):
    kept = listed(contact=TODAY, name="Stad A")
    other = listed(opened_on=TODAY + timedelta(days=1))
    Department.objects.filter(pk=kept.department_id).update(in_benchmark_since=TODAY)
    url = page_of(kept, "samenvoegen/")

    asked = adviser.get(url)
    both = adviser.get(url, {"met": f"https://site.nl{page_of(other)}?x=1"})
    done = adviser.post(url, merge_fields(other))

    assert "Bekijk ze naast elkaar" in words_of(asked)
    assert "Communicatie, Stad A" in words_of(both)
    assert "Een gemeente, 6–10 personen" in words_of(both)
    assert "Mag bekend zijn." in words_of(both)
    assert "Ze zijn samengevoegd." in words_of(adviser.get(done.headers["Location"]))
    assert list(Scan.objects.order_by("number").values_list("pk", flat=True)) == [
        kept.pk,
        other.pk,
    ]


def found_in(page):
    """The names of the departments to choose from, and the scan that each leads to."""
    lines = re.findall(r"<bdi>([^<]+)</bdi>.*?[?]met=([^\"]+)", page.content.decode(), re.DOTALL)
    return [(name, uuid.UUID(key)) for name, key in lines]


def test_the_other_department_is_found_by_its_name_and_never_one_without_consent(adviser):
    own = listed(contact=TODAY, name="Stad Noord")
    other = listed(contact=TODAY, name="Stad Noord", department="Voorlichting")
    later = listed(contact=TODAY, name="De Stad", department="Pers", opened_on=TODAY)
    listed(name="Stad Noord", department="Geheim")
    url = page_of(own, "samenvoegen/")

    at_first, by_word = adviser.get(url), adviser.get(url, {"zoek": " stad  "})
    none = adviser.get(url, {"zoek": "Dorp"})

    assert found_in(at_first) == [("Voorlichting, Stad Noord", other.pk)]
    assert sorted(found_in(by_word)) == [
        ("Pers, De Stad", later.pk),
        ("Voorlichting, Stad Noord", other.pk),
    ]
    assert "Met ‘Dorp’ vinden we geen andere afdeling." in words_of(none)
    listed_ones = AuditRecord.objects.filter(what=Action.SCANS_LISTED)
    assert [one.details for one in listed_ones] == ["samenvoegen", "samenvoegen"]


def test_of_many_with_a_name_some_are_shown(adviser, monkeypatch):
    monkeypatch.setattr("scans.web.adviser.merging.MOST_OTHERS", 2)
    own = open_scan()
    for day in range(3):
        listed(contact=TODAY, name=f"Stad {day}", opened_on=TODAY - timedelta(days=day))

    page = adviser.get(page_of(own, "samenvoegen/"), {"zoek": "stad"})

    assert [name for name, _scan in found_in(page)] == [
        "Communicatie, Stad 0",
        "Communicatie, Stad 1",
    ]
    assert "Er zijn er meer. Typ meer van de naam." in words_of(page)
    assert found_in(adviser.get(page_of(own, "samenvoegen/"))) == []


def test_two_organisations_are_put_together_once(adviser):
    kept, other = listed(), listed()
    url = page_of(kept, "samenvoegen/")

    adviser.post(url, merge_fields(other, "organisatie"))
    again = adviser.post(url, merge_fields(other, "organisatie"))

    assert Department.objects.values("organisation").distinct().count() == 1
    assert Department.objects.count() == 2
    assert "Deze afdelingen zijn al van dezelfde organisatie." in words_of(again)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("what", ["afdeling", "organisatie"])
def test_putting_together_tells_nothing_of_who_may_not_be_known(adviser, what, turned):
    hidden, own = listed(**NAMES), listed(contact=TODAY, name="Stad A")
    owners = [OwnerFactory(department=one.department) for one in (hidden, own)]
    one, other = (own, hidden) if turned else (hidden, own)

    page = adviser.post(page_of(one, "samenvoegen/"), merge_fields(other, what))

    assert page.status_code == 422
    assert "Van een van de twee mag je niet weten wie het is." in words_of(page)
    seen = [adviser.get(page_of(one)), adviser.get(page_of(other)), page]
    theirs = adviser.get(f"/scan/{owner_token(owners[1].pk)}/")
    assert not any("Geheim" in words_of(shown) for shown in (*seen, theirs))
    assert Department.objects.values("organisation").distinct().count() == 2


def test_what_can_not_be_put_together_is_told(adviser):
    kept, other = open_scan(), open_scan()
    url = page_of(kept, "samenvoegen/")

    answers = {
        "Vul het adres van de andere scan in.": adviser.get(url, {"met": ""}),
        "Deze scan vinden we niet.": adviser.get(url, {"met": "https://site.nl/iets/"}),
        "Kopieer het hele adres.": adviser.post(url, {"met": str(uuid.uuid4())}),
        "Dit is een ronde van dezelfde afdeling.": adviser.get(url, {"met": str(kept.pk)}),
        "Zet een vinkje als je het zeker weet.": adviser.post(url, {"met": str(other.pk)}),
        "Allebei hebben ze een ronde die nog loopt.": adviser.post(url, merge_fields(other)),
    }

    for refusal, page in answers.items():
        assert page.status_code == 422
        assert refusal in words_of(page)
    assert Department.objects.count() == 2


def test_what_is_deleted_while_somebody_confirms_is_told(adviser, monkeypatch):
    kept, other = listed(), listed()

    def deleted(_self):
        Department.objects.filter(pk=other.department_id).delete()
        return Other("Ander", other.department, scan=other)

    monkeypatch.setattr("scans.web.adviser.merging.OtherForm.clean_met", deleted)

    page = adviser.post(page_of(kept, "samenvoegen/"), merge_fields(other))

    assert "Een van de twee is intussen verwijderd." in words_of(page)
