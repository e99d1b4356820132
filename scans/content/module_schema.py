"""What the document of a module must look like, whatever file format it came in."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scans.content.shapes import (
    FORMAT,
    AdviceModel,
    Code,
    LevelsModel,
    OptionValue,
    StatementModel,
    Strict,
    Texts,
)


class ModuleThemeModel(Strict):
    key: Code
    title: Texts
    question: Texts
    meaning: Texts
    statements: Annotated[list[StatementModel], Field(min_length=1)]
    levels: LevelsModel


class ModulePairModel(Strict):
    code: Code
    topic: Texts
    low: Texts
    high: Texts


class ShiftsModel(Strict):
    naar_hoog: AdviceModel
    naar_laag: AdviceModel
    tevreden: AdviceModel


class PositionModel(Strict):
    key: Code
    title: Texts
    question: Texts
    meaning: Texts
    low: Texts
    high: Texts
    pairs: Annotated[list[ModulePairModel], Field(min_length=1)]
    shifts: ShiftsModel


class AlternativeModel(Strict):
    value: OptionValue
    text: Texts
    advice: AdviceModel
    role: Texts | None = None


class ChoiceModel(Strict):
    key: Code
    title: Texts
    question: Texts
    meaning: Texts
    alternatives: Annotated[list[AlternativeModel], Field(min_length=2, max_length=7)]
    divided: AdviceModel


class CellModel(Strict):
    value: OptionValue
    text: Texts
    sign: Literal["vol", "half", "leeg"] | None = None
    moves: bool = False


class AspectModel(Strict):
    code: Code
    title: Texts
    question: Texts
    cells: Annotated[list[CellModel], Field(min_length=2, max_length=7)]


class CoverageRowModel(Strict):
    code: Code
    title: Texts
    meaning: Texts


class CoverageFindingsModel(Strict):
    gaten: AdviceModel
    verschuiven: AdviceModel
    gedekt: AdviceModel
    verdeeld: AdviceModel


class CoverageModel(Strict):
    key: Code
    title: Texts
    question: Texts
    meaning: Texts
    aspects: Annotated[list[AspectModel], Field(min_length=1, max_length=6)]
    rows: Annotated[list[CoverageRowModel], Field(min_length=1, max_length=12)]
    findings: CoverageFindingsModel


class MirroredModel(StatementModel):
    mirrors: Code


class ModuleClientsModel(Strict):
    intro: Texts
    statements: list[MirroredModel]
    themes: list[ModuleThemeModel] = []


class LinkModel(Strict):
    key: Code
    title: Texts
    of: Annotated[list[Code], Field(min_length=1)]
    advice: AdviceModel


class ChainModel(Strict):
    title: Texts
    meaning: Texts
    links: Annotated[list[LinkModel], Field(min_length=2, max_length=7)]


class ModuleModel(Strict):
    """A whole module document of format 1."""

    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)]
    kind: Literal["module"]
    # Without a hyphen: what stands before the first hyphen of a code says whose code it is.
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$", max_length=20)]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$", max_length=20)]
    title: Texts
    summary: Texts
    question: Texts
    intro: Texts
    themes: list[ModuleThemeModel] = []
    positions: list[PositionModel] = []
    choices: list[ChoiceModel] = []
    coverage: list[CoverageModel] = []
    clients: ModuleClientsModel | None = None
    chain: ChainModel | None = None
