"""The shapes that all questionnaire documents share."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

FORMAT = 1


def _printable(text: str) -> str:
    # No database stores half of a surrogate pair, and control characters break the PDF.
    if any(character < " " and character != "\n" for character in text):
        raise ValueError("deze tekst bevat stuurtekens")
    if any("\x7f" <= character <= "\x9f" for character in text):
        raise ValueError("deze tekst bevat stuurtekens")
    return text


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_printable)
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
# A size class such as 100-249 is named by its figures.
OptionValue = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]


class Strict(BaseModel):
    """Nothing is guessed: no unknown field, no number where text belongs."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Texts(Strict):
    nl: Line
    en: Line


class AdviceModel(Strict):
    explanation: Texts
    card: Texts
    step: Texts


class StatementModel(Strict):
    code: Code
    reversed: bool = False
    text: Texts


class LevelsModel(Strict):
    laag: AdviceModel
    midden: AdviceModel
    hoog: AdviceModel
