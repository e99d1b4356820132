"""A coverage question as a matrix: what most say of each row, and what should move."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from scans.engine.module import Aspect, Cell, Coverage, CoverageRow
from scans.engine.modulefigures import OptionFigures
from scans.engine.modulereport import CoverageCell, CoverageLine, CoverageSection
from scans.engine.thresholds import SMALLEST_GROUP
from scans.reports.options import NOTHING
from scans.reports.source import Source, persons
from scans.reports.wording import in_sentence

Options = Mapping[str, OptionFigures]


def coverage_section(source: Source, block: Coverage, options: Options) -> CoverageSection:
    """Return the matrix of one coverage question."""
    found = [
        figures
        for row in block.rows
        for aspect in block.aspects
        if (figures := _figures(row, aspect, options)).n
    ]
    moves = tuple(
        sentence for row in block.rows if (sentence := _move(source, block, row, options))
    )
    keys = _finding_keys(block, options, moves=bool(moves)) if found else ()
    return CoverageSection(
        key=block.key,
        title=source.say(block.title),
        meaning=source.say(block.meaning),
        aspects=tuple(source.say(aspect.title) for aspect in block.aspects),
        lines=tuple(_line(source, block, row, options) for row in block.rows),
        moves=moves,
        basis=_basis(source, found),
        findings=tuple(source.finding(block.findings[key]) for key in keys),
        has_signs=any(cell.sign for aspect in block.aspects for cell in aspect.cells),
    )


def _figures(row: CoverageRow, aspect: Aspect, options: Options) -> OptionFigures:
    return options.get(f"{row.code}.{aspect.code}", NOTHING)


def _majority(row: CoverageRow, aspect: Aspect, options: Options) -> Cell | None:
    value = _figures(row, aspect, options).majority
    return next((cell for cell in aspect.cells if cell.value == value), None)


def _line(source: Source, block: Coverage, row: CoverageRow, options: Options) -> CoverageLine:
    return CoverageLine(
        title=source.say(row.title),
        meaning=source.say(row.meaning),
        cells=tuple(_cell(source, row, aspect, options) for aspect in block.aspects),
    )


def _cell(source: Source, row: CoverageRow, aspect: Aspect, options: Options) -> CoverageCell:
    chosen = _majority(row, aspect, options)
    if chosen is None:
        text = _without_majority(source, _figures(row, aspect, options))
        return CoverageCell(source.say(aspect.title), text, sign=None, known=False)
    return CoverageCell(source.say(aspect.title), source.say(chosen.text), chosen.sign, known=True)


def _without_majority(source: Source, figures: OptionFigures) -> str:
    if not figures.n or source.solo:
        return "–"
    return _("Verdeeld")


def _move(source: Source, block: Coverage, row: CoverageRow, options: Options) -> str | None:
    """Say what most want of a row that should go somewhere else; ``None`` when it may stay."""
    first = block.aspects[0]
    now = _majority(row, first, options)
    for aspect in block.aspects[1:]:
        wanted = _majority(row, aspect, options)
        if wanted is None:
            continue
        words = {
            "row": source.say(row.title),
            "now": in_sentence(_("Verdeeld") if now is None else source.say(now.text)),
            "wanted": in_sentence(source.say(wanted.text)),
        }
        if wanted.moves:
            said = f"‘{words['wanted']}’"
            return _("{row}, nu ‘{now}’: {wanted}.").format(**{**words, "wanted": said})
        if _same_answers(first, aspect) and now is not None and now.value != wanted.value:
            title = in_sentence(source.say(aspect.title))
            return _("{row}: nu ‘{now}’, {aspect} ‘{wanted}’.").format(**words, aspect=title)
    return None


def _same_answers(one: Aspect, other: Aspect) -> bool:
    return [cell.value for cell in one.cells] == [cell.value for cell in other.cells]


def _finding_keys(block: Coverage, options: Options, *, moves: bool) -> tuple[str, ...]:
    chosen = [_majority(row, aspect, options) for row in block.rows for aspect in block.aspects]
    gaps = any(cell is not None and cell.sign == "leeg" for cell in chosen)
    found = (("gaten", gaps), ("verschuiven", moves))
    if keys := tuple(key for key, is_there in found if is_there):
        return keys
    known = sum(cell is not None for cell in chosen)
    # One answer that most share says nothing of the whole matrix.
    return ("gedekt",) if 2 * known >= len(chosen) else ("verdeeld",)


def _basis(source: Source, found: list[OptionFigures]) -> str:
    if not found:
        return (
            _("Hier is niets ingevuld.")
            if source.solo
            else _("Minder dan {smallest} teamleden beantwoordden deze vragen.").format(
                smallest=SMALLEST_GROUP
            )
        )
    by = persons(source, max(one.n for one in found))
    if source.solo:
        return _("{persons}.").format(persons=by)
    return _(
        "{persons}. In elk vak staat wat meer dan de helft koos; kreeg geen antwoord zo veel "
        "stemmen, dan staat er ‘verdeeld’."
    ).format(persons=by)
