"""Papers that can be checked are checked against the code."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PAPERS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
CODE = sorted(path for part in ("afdelingsscan", "scans") for path in (ROOT / part).rglob("*.py"))

READS_A_VARIABLE = re.compile(r'(?:env_\w+|_secret|environ(?:\.get)?)[(\[]\s*"([A-Z][A-Z_]+)"')


def text_of(paths):
    return "\n".join(path.read_text() for path in paths)


def test_every_environment_variable_is_explained():
    read = set(READS_A_VARIABLE.findall(text_of((ROOT / "afdelingsscan").glob("*.py"))))

    explained = set(re.findall(r"`([A-Z][A-Z_]+)(?:=[^`]*)?`", text_of(PAPERS)))

    assert {"SECRET_KEY", "DATABASE_URL", "EMAIL_HOST", "PORT"} <= read
    assert sorted(read - explained) == []


def test_every_name_in_the_glossary_exists_in_the_code():
    rows = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    columns = [row.split("|")[2] for row in rows if row.startswith("| ")][1:]
    names = {name for column in columns for name in re.findall(r"`([^`]+)`", column)}

    known = set(re.findall(r"\w+", text_of(CODE)))

    assert len(names) > 20
    missing = {name for name in names if not set(name.split(".")) <= known}
    assert missing == set()


def test_every_module_in_the_architecture_exists():
    text = (ROOT / "docs" / "architecture.md").read_text()
    table = [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]
    named = []
    for cell in table:
        folder = ""
        for name in re.findall(r"`([^`]+)`", cell):
            # Later modules of a row stand in the folder of the first.
            folder = str(Path(name).parent) if "/" in name.rstrip("/") else folder
            named.append(str(Path(folder) / name) if "/" not in name else name)

    assert len(named) > 10
    assert [name for name in named if not (ROOT / "scans" / name).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_papers_leads_somewhere(paper):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", paper.read_text())
    own = [link for link in links if "://" not in link and not link.startswith("mailto:")]

    assert [link for link in own if not (paper.parent / link).exists()] == []


def test_every_make_target_that_is_named_exists():
    named = set(re.findall(r"`make ([a-z-]+)", text_of(PAPERS)))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert named
    assert sorted(named - targets) == []


def test_the_version_is_the_same_everywhere():
    written = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    assert written
    assert written[1] == settings.VERSION
    assert settings.VERSION in (ROOT / "CHANGELOG.md").read_text()
