"""A small but complete questionnaire, and answers to it; texts mean nothing here."""

from scans.engine.module import (
    COVERAGE_FINDINGS,
    SHIFTS,
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
from scans.engine.questionnaire import (
    GAPS,
    LEVELS,
    PROFILES,
    Advice,
    ContextQuestion,
    Mirror,
    Moment,
    OpenQuestion,
    Option,
    ProfileText,
    Questionnaire,
    Role,
    RolePair,
    Statement,
    Theme,
)

THEMES = {"relevantie": "rel", "timing": "tim", "resultaat": "res"}
TEXT = {"nl": "tekst", "en": "text"}
ADVICE = Advice(TEXT, TEXT, TEXT)
PROFILE = ProfileText(TEXT, TEXT, ADVICE)


def codes(prefix):
    """Return the six codes of a theme (or the role) in order."""
    return [f"{prefix}{place}" for place in range(1, 7)]


def statement(code, *, reverse=(), **more):
    return Statement(code, TEXT, reversed=code in reverse, **more)


def pair(code, **more):
    return RolePair(code, TEXT, TEXT, TEXT, **more)


def build_theme(key="relevantie", *, reverse=()):
    """Return one theme; ``reverse`` names the reversed statements."""
    statements = tuple(statement(code, reverse=reverse) for code in codes(THEMES[key]))
    levels = dict.fromkeys(LEVELS, ADVICE)
    return Theme(key, key[0].upper(), TEXT, TEXT, TEXT, statements, levels)


def build_role():
    return Role(
        key="rol",
        letter="O",
        title=TEXT,
        question=TEXT,
        meaning=TEXT,
        now=TEXT,
        wanted=TEXT,
        poles={"maker": TEXT, "meedenker": TEXT},
        pairs=tuple(pair(code) for code in codes("rol")),
        gaps=dict.fromkeys(GAPS, ADVICE),
    )


def build_questionnaire(*, reverse=(), themes=tuple(THEMES), mirrored=("rel1", "rol1"), modules=()):
    """Return three themes of six, six pairs, and one question of every other kind.

    ``mirrored`` names what internal clients judge too.
    """
    busy = (Option("soms", TEXT), Option("vaak", TEXT))
    return Questionnaire(
        slug="klein",
        version="1.0",
        title=TEXT,
        intro=TEXT,
        scale=(TEXT,) * 5,
        unknown=TEXT,
        themes=tuple(build_theme(key, reverse=reverse) for key in themes),
        role=build_role(),
        profiles=dict.fromkeys(PROFILES, PROFILE),
        between={},
        context=(
            ContextQuestion("sector", Moment.START, TEXT, None, busy),
            ContextQuestion("drukte", Moment.RESPONDENT, TEXT, None, busy),
            ContextQuestion("collegas", Moment.RESPONDENT, TEXT, None, ()),
        ),
        open=(OpenQuestion("open1", TEXT, TEXT, max_length=10),),
        clients=Mirror(
            TEXT,
            statements=tuple(
                statement(f"k-{code}", mirrors=code, reverse=[f"k-{one}" for one in reverse])
                for code in mirrored
                if code not in codes("rol")
            ),
            pairs=tuple(
                pair(f"k-{code}", mirrors=code) for code in mirrored if code in codes("rol")
            ),
        ),
        modules=modules,
    )


def answers_of(prefix, values, *, when=""):
    """Return answers to the codes of one theme: a number, ``?`` (don't know) or ``_`` (open)."""
    pairs = zip(codes(prefix), values.split(), strict=False)
    return {
        f"{code}{when}": None if value == "?" else int(value)
        for code, value in pairs
        if value != "_"
    }


def complete_answers(value=3, *, now=3, wanted=3):
    """Return one value for every statement and one for each side of every pair."""
    statements = {code: value for prefix in THEMES.values() for code in codes(prefix)}
    here = {f"{code}.huidig": now for code in codes("rol")}
    there = {f"{code}.gewenst": wanted for code in codes("rol")}
    return {**statements, **here, **there}


def module_theme(key, statements):
    levels = dict.fromkeys(LEVELS, ADVICE)
    return ModuleTheme(key, TEXT, TEXT, TEXT, tuple(statements), levels)


def build_module(slug="m", *, themes=None, mirrored=("a1", "a2"), own=("e1", "e2"), chain=True):
    """Return a module with one question of every kind, a part for clients, and a chain.

    ``themes`` holds by key the codes of the statements, ``mirrored`` what clients judge too and
    ``own`` the codes of the statements of their own theme, all without the slug before them.
    """
    themes = {"a": ("a1", "a2", "a3", "a4")} if themes is None else themes
    clients = ModuleMirror(
        TEXT,
        tuple(statement(f"{slug}-k-{code}", mirrors=f"{slug}-{code}") for code in mirrored),
        (module_theme(f"{slug}-e", [statement(f"{slug}-{code}") for code in own]),) if own else (),
    )
    links = (("begin", ("relevantie", f"{slug}-a")), ("rol", ("rol",)), ("eind", (f"{slug}-e",)))
    return Module(
        slug=slug,
        version="1.0",
        title=TEXT,
        intro=TEXT,
        summary=TEXT,
        question=TEXT,
        themes=tuple(
            module_theme(f"{slug}-{key}", [statement(f"{slug}-{code}") for code in asked])
            for key, asked in themes.items()
        ),
        positions=(build_position(slug),),
        choices=(build_choice(slug),),
        coverage=(build_coverage(slug),),
        clients=clients if mirrored or own else None,
        chain=Chain(TEXT, TEXT, tuple(Link(key, TEXT, of, ADVICE) for key, of in links))
        if chain
        else None,
    )


def build_position(slug="m"):
    return Position(
        key=f"{slug}-b",
        title=TEXT,
        question=TEXT,
        meaning=TEXT,
        low=TEXT,
        high=TEXT,
        pairs=tuple(Pair(f"{slug}-b{place}", TEXT, TEXT, TEXT) for place in (1, 2)),
        shifts=dict.fromkeys(SHIFTS, ADVICE),
    )


def build_choice(slug="m", values=("x", "y", "z")):
    alternatives = tuple(Alternative(value, TEXT, ADVICE) for value in values)
    return Choice(f"{slug}-c", TEXT, TEXT, TEXT, alternatives, ADVICE)


def build_coverage(slug="m"):
    cells = (Cell("vol", TEXT, "vol"), Cell("leeg", TEXT, "leeg"))
    return Coverage(
        key=f"{slug}-d",
        title=TEXT,
        question=TEXT,
        meaning=TEXT,
        aspects=(Aspect("belegd", TEXT, TEXT, cells),),
        rows=(CoverageRow(f"{slug}-d1", TEXT, TEXT),),
        findings=dict.fromkeys(COVERAGE_FINDINGS, ADVICE),
    )
