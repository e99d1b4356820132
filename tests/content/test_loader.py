import hashlib
from pathlib import Path

import pytest

from scans.content.document import questionnaire_from
from scans.content.files import all_documents, document_path, newest_version_of
from scans.content.loader import LARGEST, DocumentError, read_document
from scans.engine.questionnaire import PROFILES, between_key

SMALL = Path(__file__).with_name("small.yaml")
TEXT = SMALL.read_text(encoding="utf-8")

CONTROL = "deze tekst bevat stuurtekens."
TEXT_NEEDED = "hier hoort tekst te staan; zet een waarde als 1.0 of nee tussen aanhalingstekens."
PLAIN = "ankers (&) en verwijzingen (*) mogen niet; schrijf de tekst uit."
TWENTY = "Een stelling van twintig woorden mag" + " nog" * 14


def problems_of(content):
    """Return what is wrong with a text or bytes, each as line, field and sentence."""
    content = content if isinstance(content, bytes) else content.encode("utf-8")
    with pytest.raises(DocumentError) as refusal:
        read_document(content, "klein.yaml")
    return str(refusal.value).replace("klein.yaml:", "").split("\n")


def replaced(old, new):
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_a_good_document_is_read_with_its_source_and_digest():
    document = read_document(SMALL)

    assert document.source == TEXT
    assert document.digest == hashlib.sha256(SMALL.read_bytes()).hexdigest()
    assert (document.slug, document.version) == ("klein", "1.0")


def test_defaults_are_filled_in():
    data = read_document(SMALL).data

    assert [s["reversed"] for s in data["themes"][0]["statements"]] == [True, True, False]
    assert (data["context"][0]["hint"], data["context"][0]["options"]) == (None, [])
    assert data["open"][0]["max_length"] == 3000
    assert data["clients"]["statements"][0] == {
        "code": "k-rel1",
        "reversed": False,
        "text": {"nl": "Tekst", "en": "Text"},
        "mirrors": "rel1",
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param('" Klein\\n"', "Klein", id="white-space-around"),
        pytest.param('"Klein\\nen fijn"', "Klein\nen fijn", id="line-break-within"),
        pytest.param("2026-01-31", "2026-01-31", id="date"),
        pytest.param("nee", "nee", id="dutch-no"),
    ],
)
def test_a_text_is_read_as_meant(written, read):
    document = read_document(replaced("nl: Klein", f"nl: {written}").encode())

    assert document.data["title"]["nl"] == read


def test_a_byte_order_mark_is_no_problem():
    assert read_document(b"\xef\xbb\xbf" + SMALL.read_bytes()).slug == "klein"


def test_a_statement_of_twenty_words_is_short_enough():
    assert read_document(replaced("Stelling rel 1", TWENTY).encode()).slug == "klein"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('version: "1.0"', "version: 1.0", f"4: version: {TEXT_NEEDED}"),
        (
            'version: "1.0"',
            "version: eerste",
            "4: version: dit heeft niet de juiste vorm (^[0-9]+\\.[0-9]+$).",
        ),
        ("format: 1", "format: 2", "2: format: dit getal is te groot: hooguit 1."),
        ("format: 1", "format: true", "2: format: hier hoort een geheel getal te staan."),
        ("slug: klein\n", "", "2: slug: dit veld ontbreekt."),
        (
            "slug: klein",
            "slug: Klein",
            "3: slug: dit heeft niet de juiste vorm (^[a-z][a-z0-9-]*$).",
        ),
        ("slug: klein", f"slug: {'k' * 51}", "3: slug: deze tekst is te lang: hooguit 50 tekens."),
        ("nl: Klein", "nl: no", f"5: title.nl: {TEXT_NEEDED}"),
        ("nl: Klein", "nl: '  '", "5: title.nl: deze tekst is leeg."),
        ("nl: Klein, ", "", "5: title.nl: dit veld ontbreekt."),
        ("nl: Klein", "de: Klein, nl: Klein", "5: title.de: dit veld is onbekend."),
        ("nl: Klein", 'nl: "a\\0b"', f"5: title.nl: {CONTROL}"),
        ("nl: Klein", 'nl: "a\\x85b"', f"5: title.nl: {CONTROL}"),
        ("{nl: Klein, en: Small}", "K", "5: title: hier horen velden met een naam te staan."),
        (
            "    - {nl: Keuze 5, en: Choice 5}\n",
            "",
            "8: scale.labels: deze lijst is te kort: minstens 5.",
        ),
        (
            "  unknown:",
            "    - {nl: Keuze 6, en: Choice 6}\n  unknown:",
            "8: scale.labels: deze lijst is te lang: hooguit 5.",
        ),
        ("    letter: R", "    letter: O", "64: role.letter: deze letter komt al eerder voor: O."),
        (
            "key: timing",
            "key: relevantie",
            "40: themes.1.key: deze sleutel komt al eerder voor: relevantie.",
        ),
        (
            "reversed: true",
            "reversed: ja",
            "23: themes.0.statements.0.reversed: hier hoort true of false te staan.",
        ),
        (
            "- code: rel3\n",
            "- code: rel3\n        reversed: true\n",
            "33: themes.0.statements.2.reversed: een thema heeft hooguit 2 omgekeerde stellingen.",
        ),
        (
            "Stelling rel 1",
            f"{TWENTY} nog",
            "25: themes.0.statements.0.text.nl: een stelling heeft hooguit 20 woorden; dit zijn er 21.",
        ),
        (
            "code: rel2",
            "code: rel1",
            "27: themes.0.statements.1.code: deze code komt al eerder voor: rel1.",
        ),
        (
            "  - code: open1",
            "  - code: drukte",
            "108: open.0.code: deze code komt al eerder voor: drukte.",
        ),
        (
            "value: vaak",
            "value: soms",
            "106: context.1.options.1.value: deze waarde komt al eerder voor: soms.",
        ),
        (
            "moment: start",
            "moment: later",
            "98: context.0.moment: hier past alleen 'start' of 'respondent'.",
        ),
        (
            "mirrors: rel1",
            "mirrors: rel9",
            "115: clients.statements.0.mirrors: er is geen stelling met de code rel9.",
        ),
        (
            "mirrors: rol1",
            "mirrors: rel1",
            "123: clients.pairs.0.mirrors: er is geen paar met de code rel1.",
        ),
        (
            "mirrors: tim1",
            "mirrors: rel1",
            "118: clients.statements.1.mirrors: dit wordt hiervoor al gespiegeld: rel1.",
        ),
    ],
)
def test_a_fault_is_named_with_its_line_and_field(old, new, problem):
    found = problems_of(replaced(old, new))

    assert found == [problem]


def test_all_faults_are_named_at_once_in_the_order_of_the_file():
    text = TEXT.replace('version: "1.0"', "version: 1.0").replace("laag:", "nul:", 1)
    text = text.replace("mirrors: rel1", "mirrors: rel9").replace("open:\n", "open: {}\nover:\n")

    found = problems_of(text)

    assert found == [
        f"4: version: {TEXT_NEEDED}",
        "36: themes.0.levels.laag: dit veld ontbreekt.",
        "37: themes.0.levels.nul: dit veld is onbekend.",
        "107: open: hier hoort een lijst te staan.",
        "108: over: dit veld is onbekend.",
        "116: clients.statements.0.mirrors: er is geen stelling met de code rel9.",
    ]


@pytest.mark.parametrize(
    "old",
    [
        *("laag", "midden", "hoog", "naar_meedenker", "naar_maker", "tevreden"),
        *PROFILES,
        "brandblusser-productiehuis",
        "klankbord-strategisch_partner",
    ],
)
def test_every_text_has_to_be_there(old):
    line = next(line for line in TEXT.splitlines() if line.strip().startswith(f"{old}: {{"))

    found = problems_of(replaced(f"{line}\n", ""))

    assert [problem.rpartition(f"{old}: ")[2] for problem in found] == ["dit veld ontbreekt."]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(
            replaced("letter: R", "letter: R\n    letter: S"),
            "18: themes.0.letter: dit veld staat er al, op regel 17.",
            id="duplicate-key",
        ),
        pytest.param(replaced("title: {nl", "title: &a {nl"), f"5: document: {PLAIN}", id="anchor"),
        pytest.param(replaced("slug: klein", "slug: *a"), f"3: document: {PLAIN}", id="alias"),
        pytest.param(
            replaced("slug: klein", "slug: !!python/name:os.system x"),
            "3: document: tags (!) mogen niet.",
            id="tag",
        ),
        pytest.param(
            f"{TEXT}---\nformat: 1\n",
            "127: document: een bestand bevat één document; haal de tweede --- weg.",
            id="two-documents",
        ),
        pytest.param(
            replaced("slug: klein", "slug: " + "[" * 5000),
            "3: document: dit zit te diep: hooguit 20 lagen.",
            id="too-deep",
        ),
        pytest.param(
            TEXT.encode().replace(b"Klein", b"Kl\xebin"),
            "5: document: deze regel is geen UTF-8.",
            id="latin-1",
        ),
        pytest.param(
            TEXT.encode().replace(b"Klein", b"Kl\0in"),
            "5: document: hier staat een NUL-teken.",
            id="nul",
        ),
        pytest.param(
            b"#" * (LARGEST + 1), "1: document: dit bestand is groter dan 1 MB.", id="too-large"
        ),
        pytest.param(
            replaced("{nl: Klein, en: Small}", "{nl: Klein"),
            "6: document: dit is geen geldige YAML (did not find expected ',' or '}').",
            id="broken",
        ),
        pytest.param(
            replaced("Klein", "Kl\x07ein"), "1: document: dit is geen geldige YAML.", id="bell"
        ),
        pytest.param("", "1: document: hier horen velden met een naam te staan.", id="empty"),
        pytest.param("- a", "1: document: hier horen velden met een naam te staan.", id="list"),
    ],
)
def test_what_is_no_plain_document_is_refused(content, problem):
    assert problems_of(content) == [problem]


@pytest.mark.parametrize("key", ["? [a]\n", "<<: {a: 1}\n"])
def test_a_key_that_is_no_name_is_refused(key):
    assert problems_of(f"{TEXT}{key}") == ["127: ?: dit kan geen naam van een veld zijn."]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("0b_", "dit getal kan niet gelezen worden."), ("9" * 31, "dit getal is te lang.")],
)
def test_a_number_that_is_none_is_refused(value, sentence):
    found = problems_of(replaced("format: 1", f"format: {value}"))

    assert f"2: format: {sentence}" in found


def test_a_file_that_is_not_there_is_named(tmp_path):
    missing = tmp_path / "weg.yaml"

    with pytest.raises(DocumentError) as refusal:
        read_document(missing)

    assert str(refusal.value) == (
        f"{missing}:1: document: dit bestand kan niet gelezen worden (No such file or directory)."
    )


def test_bytes_without_a_name_are_called_the_document():
    with pytest.raises(DocumentError, match=r"^document:1: document: "):
        read_document(b"")


def test_a_document_becomes_the_questionnaire_that_it_describes():
    questionnaire = questionnaire_from(read_document(SMALL).data)

    assert (questionnaire.slug, questionnaire.version) == ("klein", "1.0")
    assert questionnaire.title == {"nl": "Klein", "en": "Small"}
    assert [theme.key for theme in questionnaire.themes] == ["relevantie", "timing"]
    assert list(questionnaire.statements) == ["rel1", "rel2", "rel3", "tim1", "tim2", "tim3"]
    assert questionnaire.role_codes == (
        *("rol1.huidig", "rol2.huidig"),
        *("rol1.gewenst", "rol2.gewenst"),
    )
    assert questionnaire.scale[4] == {"nl": "Keuze 5", "en": "Choice 5"}
    assert [option.value for option in questionnaire.context[1].options] == ["soms", "vaak"]
    assert questionnaire.clients.pairs[0].mirrors == "rol1"


@pytest.mark.parametrize(
    "path", all_documents(), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_document_of_the_product_is_in_order_and_stands_in_its_place(path):
    document = read_document(path)

    assert (document.slug, document.version) == (path.parent.name, path.stem)


def test_the_core_has_three_themes_of_six_a_role_of_six_and_a_mirror():
    path = document_path("kern", newest_version_of("kern"))
    questionnaire = questionnaire_from(read_document(path).data)

    assert {theme.key: len(theme.statements) for theme in questionnaire.themes} == {
        "relevantie": 6,
        "timing": 6,
        "resultaat": 6,
    }
    assert len(questionnaire.role.pairs) == 6
    mirrored = [questionnaire.theme_of[s.mirrors].key for s in questionnaire.clients.statements]
    assert mirrored == ["relevantie"] * 3 + ["timing"] * 3 + ["resultaat"] * 3
    assert len(questionnaire.clients.pairs) == 3
    assert set(questionnaire.profiles) == set(PROFILES)
    assert set(questionnaire.between) == {
        between_key(first, second)
        for first, second in (
            ("brandblusser", "productiehuis"),
            ("brandblusser", "klankbord"),
            ("productiehuis", "strategisch_partner"),
            ("klankbord", "strategisch_partner"),
        )
    }
