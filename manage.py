#!/usr/bin/env python
"""Django's command-line utility for the Afdelingsscan."""

import os
import sys
from contextlib import nullcontext

from afdelingsscan.embedded_places import EmbeddedPostgresError
from afdelingsscan.local import needs_database, own_database, set_secrets


def main() -> None:
    """Run a management command, with a database and secrets of its own when none are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afdelingsscan.settings")
    try:
        _set_secrets()
        with own_database() if needs_database(sys.argv[1:]) else nullcontext():
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _set_secrets() -> None:
    try:
        set_secrets()
    except OSError as error:
        sys.exit(f"De geheimen zijn niet te lezen: {error.strerror} ({error.filename}).")


if __name__ == "__main__":
    main()
