"""Where the questionnaire documents that come with the product stand."""

from functools import cache
from pathlib import Path

CONTENT_DIR = Path(__file__).parent


def document_path(slug: str, version: str) -> Path:
    """Return where this version's document stands, whether it exists or not."""
    return CONTENT_DIR / slug / f"{version}.yaml"


def all_documents(folder: Path = CONTENT_DIR) -> list[Path]:
    """Return every document in the folder, per questionnaire the oldest version first."""
    return sorted(folder.glob("*/*.yaml"), key=lambda path: (path.parent.name, _order(path)))


@cache
def newest_version_of(slug: str) -> str:
    """Return the newest version of a questionnaire; ``ValueError`` when there is none."""
    return max((CONTENT_DIR / slug).glob("*.yaml"), key=_order).stem


def _order(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.stem.split("."))
