"""The look of the site and its reading tips: in the dashboard, and where everybody sees them."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from scans.models import Action, AuditRecord, HouseStyle, ReadingTip, ReportFile
from scans.queries.content import NOTHING, surroundings
from scans.reports.offer import offer_for
from scans.reports.reading import report_of
from scans.reports.renderer import report_html
from scans.services.closing import close_round
from scans.services.reporting import make_report, request_report
from scans.web import surroundings as kept
from tests.adviser import account, signed_in
from tests.factories import (
    MOMENT,
    TODAY,
    QuestionnaireVersionFactory,
    ReadingTipFactory,
    ResultFactory,
    result_token,
    round_with,
)
from tests.services.test_logos import png
from tests.web.doors import text_of

pytestmark = pytest.mark.django_db

STYLE = {
    "owner_name": "Bureau Zo",
    "contact_name": "Ada Blauw",
    "contact_email": "ada@bureau.nl",
    "contact_phone": "010 123 45 67",
    "website": "https://bureau.nl/scan",
    "accent": "#6E2B58",
}
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>'
MARKUP = "<script>alert(1)</script>\"'&{{ 7 }}"
TIP = {"kind": "artikel", "title": "Op tijd", "url": "https://x.nl/a?b=1&c=2", "language": "nl"}


@pytest.fixture
def inside():
    QuestionnaireVersionFactory()
    return signed_in(account())


def upload(client, data, name="logo.svg"):
    file = SimpleUploadedFile(name, data, content_type="image/svg+xml")
    return client.post("/dashboard/inhoud/logo/", {"logo": file})


def test_a_look_is_kept_and_stands_on_every_page(inside):
    answer = inside.post("/dashboard/inhoud/", STYLE, follow=True)

    page = Client().get("/").content.decode()
    assert "De huisstijl is bewaard." in text_of(answer)
    digest = HouseStyle.objects.get().digest
    assert f'href="/huisstijl/{digest}.css"' in page
    assert 'content="#6e2b58"' in page
    for words in ("Bureau Zo", "Ada Blauw", "ada@bureau.nl", "010 123 45 67", "bureau.nl/scan"):
        assert words in page
    assert 'href="/nieuwsbrief/"' in page


def test_the_colours_are_a_stylesheet_that_a_browser_keeps(inside):
    inside.post("/dashboard/inhoud/", STYLE)
    digest = HouseStyle.objects.get().digest

    now, before = Client().get(f"/huisstijl/{digest}.css"), Client().get("/huisstijl/abc.css")

    assert now.content.decode() == (
        ":root { --accent: #6e2b58; --accent-deep: #512041; --accent-tint: #f0eaee; "
        "--bs-link-color-rgb: 110, 43, 88; --bs-primary-rgb: 110, 43, 88; "
        "--bs-link-hover-color-rgb: 81, 32, 65 }\n"
    )
    assert now.headers["Content-Type"] == "text/css; charset=utf-8"
    assert now.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (before.content, before.headers["Cache-Control"]) == (now.content, "no-store")
    assert now.cookies.keys() == set()


def test_a_preview_keeps_nothing_and_tells_when_a_colour_is_darkened(inside):
    answer = inside.post("/dashboard/inhoud/", {"accent": "#767676", "naar": "voorbeeld"})

    assert "Er is nog niets bewaard." in text_of(answer)
    assert "iets donkerder: #656565" in text_of(answer)
    assert 'fill="#656565"' in answer.content.decode()
    assert not HouseStyle.objects.exists()
    dark = inside.post("/dashboard/inhoud/", {**STYLE, "naar": "voorbeeld"})
    assert "iets donkerder" not in text_of(dark)
    assert "style=" not in dark.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accent": "#777777"}, "het contrast met wit is 4,47"),
        ({"accent": "#ffff00"}, "het contrast met wit is 1,07"),
        ({"accent": "rood"}, "als # met zes cijfers"),
        ({"accent": "#12345"}, "als # met zes cijfers"),
        ({"accent": "#123456;}"}, "als # met zes cijfers"),
        ({"accent": "#12345g"}, "als # met zes cijfers"),
        ({"accent": ""}, "Vul een kleur in"),
        ({"website": "javascript:alert(1)"}, "dat met https:// begint"),
        ({"website": "ftp://bureau.nl"}, "dat met https:// begint"),
        ({"website": "data:text/html,x"}, "dat met https:// begint"),
        ({"contact_email": "geen adres"}, "geldig e-mailadres"),
        ({"owner_name": "x" * 101}, "hoogstens 100 tekens"),
    ],
)
def test_a_look_that_is_filled_in_badly_is_asked_again_at_its_field(inside, fields, words):
    answer = inside.post("/dashboard/inhoud/", STYLE | fields)

    page = answer.content.decode()
    (name,) = fields
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert f'href="#id_{name}"' in page
    assert f'id="error_1_id_{name}"' in page
    assert not HouseStyle.objects.exists()


@pytest.mark.parametrize(
    ("data", "kind"), [(DRAWING, "image/svg+xml"), (png(), "image/png")], ids=["svg", "png"]
)
def test_a_logo_is_cleaned_and_stands_on_every_page(inside, data, kind):
    answer = upload(inside, data)

    assert "Het logo staat er." in text_of(inside.get(answer.headers["Location"]))
    path = f"/huisstijl/logo/{HouseStyle.objects.get().digest}"
    assert f'src="{path}"' in Client().get("/").content.decode()
    shown = Client().get(path)
    assert shown.headers["Content-Type"] == kind
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"] == (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"script" not in shown.content
    assert Client().get("/huisstijl/logo/old").headers["Cache-Control"] == "no-store"


def seen_on(page):
    """By what this page remembers how it showed what can be changed."""
    return {"gezien": re.search(r'name="gezien" value="([^"]+)"', page.content.decode())[1]}


CHANGED = "Iemand anders heeft dit intussen veranderd. Er is niets bewaard."


def test_who_changes_the_house_style_after_somebody_else_hears_so_first(inside):
    page = "/dashboard/inhoud/"
    inside.post(page, STYLE)
    seen = seen_on(inside.get(page))
    inside.post(page, STYLE | {"owner_name": "Van Ada"} | seen)
    preview = inside.post(page, STYLE | {"owner_name": "Van Mo", "naar": "voorbeeld"} | seen)

    refused = inside.post(page, STYLE | {"owner_name": "Van Mo"} | seen_on(preview))

    assert refused.status_code == 422
    assert CHANGED in text_of(refused)
    assert 'value="Van Mo"' in refused.content.decode()
    assert HouseStyle.objects.get().owner_name == "Van Ada"
    inside.post(page, STYLE | {"owner_name": "Van Mo"} | seen_on(refused))
    assert HouseStyle.objects.get().owner_name == "Van Mo"


def test_who_changes_a_tip_after_somebody_else_hears_so_first(inside):
    inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP)
    page = f"/dashboard/inhoud/lees-verder/{ReadingTip.objects.get().pk}/"
    seen = seen_on(inside.get(page))
    inside.post(page, TIP | {"title": "Van Ada"} | seen)

    refused = inside.post(page, TIP | {"title": "Van Mo"} | seen)

    assert refused.status_code == 422
    assert CHANGED in text_of(refused)
    assert 'value="Van Mo"' in refused.content.decode()
    assert ReadingTip.objects.get().title == "Van Ada"
    inside.post(page, TIP | {"title": "Van Mo"} | seen_on(refused))
    assert ReadingTip.objects.get().title == "Van Mo"


def test_a_logo_is_taken_away(inside):
    upload(inside, png())
    digest = HouseStyle.objects.get().digest

    answer = inside.post("/dashboard/inhoud/logo/verwijderen/", follow=True)

    assert "Het logo is weg." in text_of(answer)
    assert "house-logo" not in Client().get("/").content.decode()
    assert Client().get(f"/huisstijl/logo/{digest}").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a", "geen PNG en geen SVG"),
        (png()[:30], "kunnen we niet lezen"),
        (b"", "Dit bestand is leeg."),
        (png() + bytes(1_000_001), "te groot"),
        (DRAWING.replace(b"path", b"text"), "Zet de tekst om naar contouren"),
        (DRAWING.replace(b"path", b"use"), "opgebouwd uit verwijzingen"),
        (b"<html></html>", "kunnen we niet lezen"),
    ],
)
def test_a_logo_that_can_not_be_taken_is_refused_with_the_way_on(inside, data, words):
    answer = upload(inside, data, "logo.png")

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not HouseStyle.objects.exists()


def test_a_form_without_a_file_or_without_its_proof_is_refused(inside):
    assert "Kies een bestand." in text_of(inside.post("/dashboard/inhoud/logo/", {}))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = inside.cookies

    answer = upload(strict, png())

    assert answer.status_code == 403
    assert not HouseStyle.objects.exists()


def test_another_process_sees_a_new_look_when_it_looks_again(inside, monkeypatch):
    inside.post("/dashboard/inhoud/", STYLE)
    kept.keep(NOTHING)
    assert "Bureau Zo" not in Client().get("/").content.decode()

    monkeypatch.setattr(kept, "LOOK_EVERY", 0)

    assert "Bureau Zo" in Client().get("/").content.decode()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Client().get("/")
    assert len(asked) == 1  # only which version is in force


def test_a_page_is_a_page_also_when_the_look_can_not_be_read(monkeypatch, client):
    def refuses(*_args):
        raise OperationalError

    monkeypatch.setattr(kept, "LOOK_EVERY", 0)
    with connection.execute_wrapper(refuses):
        answer = client.get("/toegankelijkheid/")

    assert answer.status_code == 200


def test_a_tip_is_placed_changed_and_removed(inside):
    placed = inside.post(
        "/dashboard/inhoud/lees-verder/nieuw/",
        TIP | {"day": "2026-01-02", "themes": ["timing", "rol"], "levels": ["laag"]},
        follow=True,
    )
    tip = ReadingTip.objects.get()
    assert "Timing en Rol" in text_of(placed)
    assert (tip.day, tip.themes, tip.levels) == (date(2026, 1, 2), ["timing", "rol"], ["laag"])

    page = f"/dashboard/inhoud/lees-verder/{tip.pk}/"
    form = inside.get(page).content.decode()
    assert 'value="2026-01-02"' in form
    assert form.count("checked") == 4
    changed = inside.post(
        page, TIP | {"kind": "bijeenkomst", "title": "Later", "day": "31-12-2020"}, follow=True
    )
    assert "De tip is veranderd." in text_of(changed)
    assert "voorbij: niet meer te zien" in text_of(changed)
    removed = inside.post(f"{page}verwijderen/", follow=True)
    assert "De tip is verwijderd." in text_of(removed)
    assert "Er staat nog niets." in text_of(removed)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": "javascript:alert(1)"}, "dat met https:// begint"),
        ({"url": "JaVaScRiPt://x.nl/%0aalert(1)"}, "dat met https:// begint"),
        ({"url": " javascript:alert(1)"}, "dat met https:// begint"),
        ({"url": "data:text/html,<script>"}, "dat met https:// begint"),
        ({"url": "vbscript:x"}, "dat met https:// begint"),
        ({"url": "//x.nl"}, None),
        ({"url": "ftp://x.nl"}, "dat met https:// begint"),
        ({"url": "https://x.nl/" + "a" * 500}, "te lang"),
        ({"url": ""}, "dat met https:// begint"),
        ({"title": ""}, "Vul een titel in."),
        ({"title": "x" * 201}, "hoogstens 200 tekens"),
        ({"kind": "lied"}, "Kies een artikel of een bijeenkomst."),
        ({"kind": "bijeenkomst"}, "op welke dag de bijeenkomst is"),
        ({"kind": "bijeenkomst", "day": "gauw"}, "Vul een datum in"),
        ({"themes": "onzin"}, "Kies uit de thema’s"),
        ({"levels": "onzin"}, "Kies uit de niveaus"),
        ({"themes": "rol", "levels": "laag"}, "zo past het nergens"),
        ({"language": "fr"}, "Kies een taal."),
    ],
)
def test_a_tip_that_is_filled_in_badly_is_asked_again(inside, fields, words):
    answer = inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP | fields)

    if words is None:  # a browser's shorthand: what comes of it is a page on the web
        assert all(tip.url.startswith("https://") for tip in ReadingTip.objects.all())
        return
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not ReadingTip.objects.exists()


def test_tips_stand_with_a_result_where_they_fit(inside, client):
    result = ResultFactory()
    level = result.figures["themes"]["timing"]["level"]
    inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP | {"themes": "timing", "levels": level})
    other = next(one for one in ("laag", "midden", "hoog") if one != level)
    for title, fields in (
        ("Past niet", {"themes": ["timing"], "levels": [other]}),
        ("Voorbij", {"kind": "bijeenkomst", "day": "2020-01-01"}),
        ("Komt nog", {"kind": "bijeenkomst", "day": "2999-01-01"}),
    ):
        inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP | {"title": title} | fields)

    page = client.get(f"/resultaat/{result_token(result.scan)}/").content.decode()

    assert page.index("Komt nog") < page.index("Op tijd")
    assert 'href="https://x.nl/a?b=1&amp;c=2"' in page
    assert "Past niet" not in page
    assert "Voorbij" not in page
    assert "Eens sparren?" not in page


def test_beside_a_result_that_shows_nothing_stands_what_fits_everybody(inside, client):
    inside.post(
        "/dashboard/inhoud/lees-verder/nieuw/", TIP | {"levels": ["laag", "midden", "hoog"]}
    )
    inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP | {"title": "Voor iedereen"})
    scan = round_with(team=3, clients=0)
    close_round(scan_id=scan.pk, today=TODAY)

    page = client.get(f"/resultaat/{result_token(scan)}/").content.decode()

    assert "Voor iedereen" in page
    assert "Op tijd" not in page


def test_a_title_of_markup_is_text_on_the_page_and_on_paper(inside, client):
    inside.post("/dashboard/inhoud/", STYLE | {"owner_name": MARKUP, "contact_name": MARKUP})
    inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP | {"title": MARKUP})
    result = ResultFactory()
    token = result_token(result.scan)

    pages = [
        inside.get("/dashboard/inhoud/"),
        inside.get("/dashboard/inhoud/lees-verder/"),
        inside.get(f"/dashboard/inhoud/lees-verder/{ReadingTip.objects.get().pk}/"),
        client.get("/"),
        client.get("/nieuwsbrief/"),
        client.get(f"/resultaat/{token}/"),
        client.get(f"/resultaat/{token}/contact/"),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "alert(1)</script>" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()
    report = report_of(result, "nl")
    paper = report_html(report, offer_for(report, surroundings(), date(2026, 11, 22)))
    assert "alert(1)</script>" not in paper
    assert paper.count("&lt;script&gt;alert(1)") >= 3


def test_the_report_wears_the_look_and_names_who_offers_it(inside):
    inside.post("/dashboard/inhoud/", STYLE)
    upload(inside, DRAWING)
    inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP)
    result = ResultFactory()
    request_report(result=result, language="nl", moment=MOMENT)

    make_report(result_id=result.pk, language="nl")

    pages = PdfReader(io.BytesIO(bytes(ReportFile.objects.get().content))).pages
    texts = [page.extract_text() for page in pages]
    assert "Een scan van Bureau Zo" in texts[0]
    assert "Eens sparren?" in texts[1]
    inner = " ".join(texts[2:])
    for words in ("Lees verder", "Op tijd", "https://x.nl/a", "Ada Blauw", "ada@bureau.nl"):
        assert words in inner


@pytest.mark.parametrize("count", [1, 3, 300])
def test_many_tips_ask_the_database_no_more(inside, count):
    ReadingTipFactory.create_batch(count)
    inside.get("/dashboard/inhoud/lees-verder/")

    with CaptureQueriesContext(connection) as asked:
        page = text_of(inside.get("/dashboard/inhoud/lees-verder/"))

    assert len(asked) == 5
    assert ("Ouder" in page) is (count > 50)


def test_an_older_page_of_tips_leads_back(inside):
    first = ReadingTipFactory(title="De eerste")
    ReadingTipFactory.create_batch(50)

    page = text_of(inside.get(f"/dashboard/inhoud/lees-verder/?voor={first.pk + 1}"))
    nothing = text_of(inside.get(f"/dashboard/inhoud/lees-verder/?voor={first.pk}"))
    odd = text_of(inside.get("/dashboard/inhoud/lees-verder/?voor=x"))

    assert "De eerste" in page
    assert "Nieuwste" in page
    assert "Verder terug staat er niets." in nothing
    assert "De eerste" not in odd


def test_all_of_it_is_in_the_log(inside):
    inside.post("/dashboard/inhoud/", STYLE)
    upload(inside, png())
    inside.post("/dashboard/inhoud/lees-verder/nieuw/", TIP)

    what = list(AuditRecord.objects.order_by("pk").values_list("what", flat=True))
    assert what == [
        Action.SIGNED_IN,
        Action.STYLE_CHANGED,
        Action.LOGO_CHANGED,
        Action.TIP_ADDED,
    ]
