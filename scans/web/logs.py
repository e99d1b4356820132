"""Logs that can be read by anybody who runs the site: no secret link and no address is in them."""

import logging
import re

SECRET = re.compile(r"[a-z2-7]{32}", re.IGNORECASE)
VISITOR = re.compile(r"\bip=\S+")
"""How gunicorn names who sent something that it can't read."""


class WithoutTokens(logging.Filter):
    """Cut secret links and visitors' addresses out of every line, and out of its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # a line that is wrongly written must not break a page
            message = str(record.msg)
        record.msg = VISITOR.sub("ip=[address]", SECRET.sub("[link]", message))
        record.args = None
        if record.exc_info:
            # Kept on the record: a formatter that finds it there does not write its own.
            trace = logging.Formatter().formatException(record.exc_info)
            record.exc_text = SECRET.sub("[link]", trace)
        return True
