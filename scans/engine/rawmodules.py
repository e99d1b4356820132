"""All raw figures of one module, exact and undisclosed: scored and compared as the core is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scans.engine.answers import Answers
from scans.engine.mirror import Comparison
from scans.engine.module import Module, ModuleMirror, Position
from scans.engine.modulefigures import DONT_KNOW
from scans.engine.questionnaire import NOW, WANTED
from scans.engine.raw import RoundAnswers
from scans.engine.scoring import GroupScore, pairs_score, statements_score


@dataclass(frozen=True, slots=True)
class RawPlaces:
    """A position now and as wanted."""

    now: GroupScore
    wanted: GroupScore


@dataclass(frozen=True, slots=True)
class RawModule:
    """The raw figures of a module, by the keys and codes of ``ModuleFigures``.

    ``options`` counts every value of a code in the order of the document, and ``DONT_KNOW`` last;
    who left the question open isn't counted. ``respondents`` and ``clients_sent`` count everybody
    who sent, ``population`` is the size of the department.
    """

    respondents: int
    clients_sent: int
    population: int | None
    themes: Mapping[str, GroupScore]
    positions: Mapping[str, RawPlaces]
    options: Mapping[str, Mapping[str, int]]
    mirror: Mapping[str, Comparison]
    clients: Mapping[str, GroupScore]


def raw_module(module: Module, answers: RoundAnswers) -> RawModule:
    """Return everything that can be computed of one module; raises nothing on sizes."""
    team, population = answers.team, answers.population
    mirror = module.clients
    return RawModule(
        respondents=len(team),
        clients_sent=len(answers.clients),
        population=population,
        themes={
            theme.key: statements_score(theme.statements, team, population)
            for theme in module.themes
        },
        positions={one.key: _places(one, answers) for one in module.positions},
        options={code: _counts(code, values, team) for code, values in _options(module)},
        mirror={} if mirror is None else dict(_mirror(module, mirror, answers)),
        clients={}
        if mirror is None
        else {
            theme.key: statements_score(theme.statements, answers.clients, None)
            for theme in mirror.themes
        },
    )


def _places(position: Position, answers: RoundAnswers) -> RawPlaces:
    pairs = [pair.code for pair in position.pairs]
    now, wanted = (
        pairs_score(pairs, when, answers.team, answers.population) for when in (NOW, WANTED)
    )
    return RawPlaces(now, wanted)


def _options(module: Module) -> Iterator[tuple[str, list[str]]]:
    for choice in module.choices:
        values = [one.value for one in choice.alternatives]
        yield from ((code, values) for code in choice.codes)
    for block in module.coverage:
        for row in block.rows:
            for aspect in block.aspects:
                yield f"{row.code}.{aspect.code}", [cell.value for cell in aspect.cells]


def _counts(code: str, values: Sequence[str], persons: Sequence[Answers]) -> dict[str, int]:
    given = [one[code] for one in persons if code in one]
    return {**{value: given.count(value) for value in values}, DONT_KNOW: given.count(None)}


def _mirror(
    module: Module, mirror: ModuleMirror, answers: RoundAnswers
) -> Iterator[tuple[str, Comparison]]:
    """Compare each theme that clients judge too, over what they judge of it."""
    faces = {statement.mirrors: statement for statement in mirror.statements}
    for theme in module.themes:
        judged = [s for s in theme.statements if s.code in faces]
        others = [s for s in theme.statements if s.code not in faces]
        if judged:
            theirs = [faces[s.code] for s in judged]
            yield (
                theme.key,
                Comparison(
                    own=statements_score(judged, answers.team, answers.population),
                    clients=statements_score(theirs, answers.clients, None),
                    rest=statements_score(others, answers.team, answers.population)
                    if others
                    else None,
                ),
            )
