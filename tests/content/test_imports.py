import subprocess
import sys


def test_a_published_questionnaire_is_read_without_what_checks_documents():
    code = "import sys, scans.content.document as _; print({'pydantic', 'yaml'} & set(sys.modules))"

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "set()\n"


def test_the_engine_starts_without_scipy():
    code = "import sys, scans.engine.scoring as _; print({'scipy', 'numpy'} & set(sys.modules))"

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout == "set()\n"
