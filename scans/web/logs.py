"""Logs that can be read by anybody who runs the site: no secret link is ever in them."""

import logging
import re

SECRET = re.compile(r"[a-z2-7]{32}")


class WithoutTokens(logging.Filter):
    """Cut the secret part of links out of every line, and out of the traceback below it."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # a line that is wrongly written must not break a page
            message = str(record.msg)
        record.msg = SECRET.sub("[link]", message)
        record.args = None
        if record.exc_info:
            # Kept on the record: a formatter that finds it there does not write its own.
            trace = logging.Formatter().formatException(record.exc_info)
            record.exc_text = SECRET.sub("[link]", trace)
        return True
