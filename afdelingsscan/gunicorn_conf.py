"""What gunicorn does besides serving: ``--config python:afdelingsscan.gunicorn_conf``."""

import os
from pathlib import Path

from afdelingsscan.measuring import VARIABLE, forget_dead

# Its access log holds secret links, so there is none; its error log holds them cut out.
logger_class = "afdelingsscan.gunicorn_log.LoggerWithoutTokens"


def on_starting(_server: object) -> None:
    """Begin counting anew: no process of an earlier start is left."""
    if os.environ.get(VARIABLE):
        forget_dead(Path(os.environ[VARIABLE]))
