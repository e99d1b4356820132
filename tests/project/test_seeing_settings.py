"""What is seen of a site follows from its environment."""

import os
import subprocess
import sys

import pytest

SECRETS = {"SECRET_KEY": "s" * 50, "LINK_KEY": "l" * 50}


def settings_with(program="", **environment):
    """Read the settings in a process of their own, and do something with them."""
    return subprocess.run(
        [sys.executable, "-c", f"import afdelingsscan.settings as settings\n{program}"],
        env={**os.environ, **SECRETS, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("given", "level"), [("line", "WARNING"), ("json", "INFO")])
def test_each_request_and_task_is_a_line_only_where_a_machine_reads(given, level):
    result = settings_with(
        "print(settings.LOGGING['handlers']['console']['formatter'],"
        " settings.LOGGING['loggers']['scans.request']['level'],"
        " settings.LOGGING['loggers']['scans.task']['level'])",
        LOG_FORMAT=given,
    )

    assert (result.stdout, result.stderr) == (f"{given} {level} {level}\n", "")


def test_another_format_of_the_log_is_refused():
    result = settings_with(LOG_FORMAT="xml")

    assert result.returncode == 1
    assert "LOG_FORMAT is 'xml'; write line or json." in result.stderr
