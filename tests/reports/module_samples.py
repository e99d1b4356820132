"""A small module with readable texts, and reports with figures of it."""

from dataclasses import replace

from scans.engine.figures import RoundFigures
from scans.engine.module import (
    Alternative,
    Aspect,
    Cell,
    Chain,
    Choice,
    Coverage,
    CoverageRow,
    Link,
    Module,
    ModuleMirror,
    ModuleTheme,
    Pair,
    Position,
)
from scans.engine.modulefigures import ModuleFigures, OptionFigures
from scans.engine.questionnaire import Advice, Statement
from scans.engine.scorefigures import RoleFigures
from scans.reports.assemble import build_report
from tests.reports.samples import FACTS, questionnaire, score, solo, team


def text(words):
    return {"nl": words, "en": f"{words} (en)"}


def advice(of):
    return Advice(text(f"Uitleg {of}."), text(f"Vraag {of}?"), text(f"Stap {of}."))


def theme(key, *codes):
    levels = {level: advice(f"{key} {level}") for level in ("laag", "midden", "hoog")}
    statements = tuple(Statement(code, text(code)) for code in codes)
    return ModuleTheme(
        key, text(f"Thema {key}"), text("Vraag?"), text("Betekenis."), statements, levels
    )


POSITION = Position(
    key="m-plek",
    title=text("De plek"),
    question=text("Waar?"),
    meaning=text("Een plek."),
    low=text("Zenden"),
    high=text("Dialoog"),
    pairs=(Pair("m-p1", text("Nieuws"), text("a"), text("b")),),
    shifts={key: advice(key) for key in ("naar_hoog", "naar_laag", "tevreden")},
)
CHOICE = Choice(
    key="m-type",
    title=text("Het type"),
    question=text("Welk type?"),
    meaning=text("Een type."),
    alternatives=(
        Alternative("staf", text("Een staf"), advice("staf"), text("Lees de rol ruim.")),
        Alternative("allen", text("Iedereen"), advice("allen")),
    ),
    divided=advice("verdeeld type"),
)
ASPECTS = (
    Aspect(
        "nu",
        text("Nu"),
        text("Nu?"),
        (Cell("nee", text("Nee"), "leeg"), Cell("ja", text("Ja"), "vol")),
    ),
    Aspect(
        "plek",
        text("Op de plek"),
        text("Goed?"),
        (Cell("blijft", text("Blijft")), Cell("weg", text("Dit hoort elders"), moves=True)),
    ),
)
ROLES = tuple(
    Aspect(code, text(title), text("?"), (Cell("doen", text("Doen")), Cell("raad", text("Raad"))))
    for code, title in (("nu", "Nu"), ("straks", "Straks"))
)
ROWS = (
    CoverageRow("m-r1", text("Webcare"), text("Uitleg.")),
    CoverageRow("m-r2", text("Campagnes"), text("Uitleg.")),
)


def coverage(aspects=ASPECTS):
    return Coverage(
        key="m-dek",
        title=text("De dekking"),
        question=text("Wie?"),
        meaning=text("Een profiel."),
        aspects=aspects,
        rows=ROWS,
        findings={key: advice(key) for key in ("gaten", "verschuiven", "gedekt", "verdeeld")},
    )


CLIENTS = ModuleMirror(
    text("Voor klanten."),
    (Statement("m-k-a1", text("k"), mirrors="m-a1"),),
    (theme("m-eigen", "m-e1", "m-e2"),),
)
CHAIN = Chain(
    text("De keten"),
    text("Schakels."),
    (
        Link("eerst", text("Relatie"), ("m-a",), advice("relatie")),
        Link("dan", text("Vertrouwen"), ("m-eigen",), advice("vertrouwen")),
        Link("later", text("Op tijd"), ("timing",), advice("op tijd")),
        Link("laatst", text("Meedenken"), ("rol",), advice("meedenken")),
    ),
)


def module(**more):
    """Return the module without clients and chain, unless ``more`` says so."""
    parts = {
        "slug": "m",
        "version": "1.0",
        "title": text("De module"),
        "intro": text("Inleiding."),
        "summary": text("Waarover het gaat."),
        "question": text("De vraag?"),
        "themes": (theme("m-a", "m-a1", "m-a2"), theme("m-b", "m-b1", "m-b2")),
        "positions": (),
        "choices": (),
        "coverage": (),
        "clients": None,
        "chain": None,
    }
    return Module(**{**parts, **more})


def options(**majorities):
    """Figures of options by code (``__`` for a dot, ``_`` for a hyphen); eight persons each."""
    return {
        code.replace("__", ".").replace("_", "-"): chosen
        if isinstance(chosen, OptionFigures)
        else OptionFigures(n=8, majority=chosen, cells=())
        for code, chosen in majorities.items()
    }


def figures(**more):
    """Figures of the module: two themes without a score, unless ``more`` says so."""
    parts = {
        "slug": "m",
        "version": "1.0",
        "themes": {"m-a": score(None), "m-b": score(None)},
        "positions": {},
        "options": {},
        "mirror": {},
        "clients": {},
    }
    return ModuleFigures(**{**parts, **more})


def way(now, wanted, gap_key=None):
    gap = None if None in (now.score, wanted.score) else wanted.score - now.score
    return RoleFigures(now=now, wanted=wanted, gap=gap, gap_key=gap_key)


ROUND = RoundFigures(
    expected=12,
    expected_clients=9,
    clients=6,
    mirror={},
    mirror_role={},
    prediction={},
    agreed=(),
    divided=(),
    distributions={},
    texts={},
    hidden=(),
)


def report_with(  # noqa: PLR0913 - each names one way in which a sample differs
    asked, found, *, alone=False, clients=False, persons=8, hidden=(), **facts
):
    """A report of a team of eight of twelve, or of one person, with this module."""
    base = solo() if alone else replace(team(), round=None, respondents=persons)
    if not alone:
        added = ROUND if clients else replace(ROUND, expected_clients=None, clients=0)
        base = replace(base, round=replace(added, hidden=hidden))
    return build_report(
        figures=replace(base, modules=(found,)),
        questionnaire=replace(questionnaire(), modules=(asked,)),
        facts=replace(FACTS, **facts),
        language="nl",
    )


def section_with(asked, found, **more):
    [section] = report_with(asked, found, **more).modules
    return section
