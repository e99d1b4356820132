"""What a questionnaire document must look like, whatever file format it came in.

``faults_in`` finds everything that is wrong at once: the shape (the models below) and what no
single field can tell (``scans.content.rules``).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from pydantic import ValidationError as ShapeError
from pydantic_core import ErrorDetails

from scans.content.module_rules import faults_in_module
from scans.content.module_schema import ModuleModel
from scans.content.rules import Fault, faults_between_fields
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

MESSAGES = {
    "missing": "dit veld ontbreekt.",
    "extra_forbidden": "dit veld is onbekend.",
    "string_type": "hier hoort tekst te staan; zet een waarde als 1.0 of nee tussen aanhalingstekens.",
    "string_too_short": "deze tekst is leeg.",
    "bool_type": "hier hoort true of false te staan.",
    "int_type": "hier hoort een geheel getal te staan.",
    "list_type": "hier hoort een lijst te staan.",
    "model_type": "hier horen velden met een naam te staan.",
}
"""What the models find wrong, by kind, in words; the ``ctx`` of the finding fills the gaps."""

TEMPLATES = {
    "string_too_long": "deze tekst is te lang: hooguit {max_length} tekens.",
    "too_short": "deze lijst is te kort: minstens {min_length}.",
    "too_long": "deze lijst is te lang: hooguit {max_length}.",
    "greater_than_equal": "dit getal is te klein: minstens {ge}.",
    "less_than_equal": "dit getal is te groot: hooguit {le}.",
    "string_pattern_mismatch": "dit heeft niet de juiste vorm ({pattern}).",
    "literal_error": "hier past alleen {expected}.",
    "value_error": "{error}.",
}


class ProfileModel(Strict):
    title: Texts
    sentence: Texts
    advice: AdviceModel


class PairModel(Strict):
    code: Code
    topic: Texts
    maker: Texts
    meedenker: Texts


class MirrorStatementModel(StatementModel):
    mirrors: Code


class MirrorPairModel(PairModel):
    mirrors: Code


class GapsModel(Strict):
    naar_meedenker: AdviceModel
    naar_maker: AdviceModel
    tevreden: AdviceModel


class PolesModel(Strict):
    maker: Texts
    meedenker: Texts


class ScaleModel(Strict):
    labels: Annotated[list[Texts], Field(min_length=5, max_length=5)]
    unknown: Texts


Letter = Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]


class ThemeModel(Strict):
    key: Code
    letter: Letter
    title: Texts
    question: Texts
    meaning: Texts
    statements: Annotated[list[StatementModel], Field(min_length=1)]
    levels: LevelsModel


class RoleModel(Strict):
    key: Code
    letter: Letter
    title: Texts
    question: Texts
    meaning: Texts
    now: Texts
    wanted: Texts
    poles: PolesModel
    pairs: Annotated[list[PairModel], Field(min_length=1)]
    gaps: GapsModel


class ProfilesModel(Strict):
    brandblusser: ProfileModel
    productiehuis: ProfileModel
    klankbord: ProfileModel
    strategisch_partner: ProfileModel


class BetweenModel(Strict):
    """One text for each of the four borders on the map of role by impact."""

    low: ProfileModel = Field(alias="brandblusser-klankbord")
    maker: ProfileModel = Field(alias="brandblusser-productiehuis")
    high: ProfileModel = Field(alias="productiehuis-strategisch_partner")
    meedenker: ProfileModel = Field(alias="klankbord-strategisch_partner")


class OptionModel(Strict):
    value: OptionValue
    text: Texts


class ContextModel(Strict):
    code: Code
    moment: Literal["start", "respondent"]
    label: Texts
    hint: Texts | None = None
    options: list[OptionModel] = []


class OpenModel(Strict):
    code: Code
    label: Texts
    hint: Texts
    max_length: Annotated[int, Field(ge=1, le=10_000)] = 3000


class ClientsModel(Strict):
    intro: Texts
    statements: list[MirrorStatementModel]
    pairs: list[MirrorPairModel]


class DocumentModel(Strict):
    """A whole questionnaire document of format 1."""

    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)]
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=50)]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$", max_length=20)]
    title: Texts
    intro: Texts
    scale: ScaleModel
    themes: Annotated[list[ThemeModel], Field(min_length=1)]
    role: RoleModel
    profiles: ProfilesModel
    between: BetweenModel
    context: list[ContextModel]
    open: list[OpenModel]
    clients: ClientsModel


def is_module(data: object) -> bool:
    """Tell whether a document, right or wrong, is that of a module."""
    return isinstance(data, Mapping) and "kind" in data


def complete(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a faultless document with every default filled in, as plain JSON values."""
    return _model(data).model_validate(data).model_dump(mode="json", by_alias=True)


def faults_in(data: object) -> list[Fault]:
    """Return everything that is wrong with a document, in no particular order."""
    between = faults_in_module if is_module(data) else faults_between_fields
    return [*_shape_faults(data), *between(data)]


def _model(data: object) -> type[DocumentModel | ModuleModel]:
    return ModuleModel if is_module(data) else DocumentModel


def _shape_faults(data: object) -> list[Fault]:
    try:
        _model(data).model_validate(data)
    except ShapeError as error:
        found = error.errors(include_url=False, include_input=False)
        return [Fault(detail["loc"], _sentence(detail)) for detail in found]
    return []


def _sentence(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in MESSAGES:
        return MESSAGES[kind]
    template = TEMPLATES.get(kind, "deze waarde past hier niet.")
    return template.format(**detail.get("ctx", {})).replace("' or '", "' of '")
