"""The core questionnaire as it comes with the product: what the benchmark knows of departments."""

from scans.content.document import questionnaire_from
from scans.content.files import document_path, newest_version_of
from scans.content.loader import read_document
from scans.engine.questionnaire import Questionnaire

CORE = "kern"
SECTOR = "sector"


def core_questionnaire() -> Questionnaire:
    """Return its newest version, published or not."""
    document = read_document(document_path(CORE, newest_version_of(CORE)))
    return questionnaire_from(document.data)


def sectors_of(questionnaire: Questionnaire) -> list[str]:
    """Return the option values of the question for the sector."""
    asked = questionnaire.context
    return [one.value for each in asked if each.code == SECTOR for one in each.options]
