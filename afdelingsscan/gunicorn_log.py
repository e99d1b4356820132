"""The web server's own log: it names the address of a request that failed, secret link included."""

from gunicorn.config import Config
from gunicorn.glogging import Logger

from afdelingsscan.environment import env_text
from scans.web.logs import JsonLines, WithoutTokens


class LoggerWithoutTokens(Logger):
    """Gunicorn's logger, with secrets and addresses cut out; as JSON when the site logs so."""

    def setup(self, cfg: Config) -> None:
        """Set up as gunicorn does, then filter what is written."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(WithoutTokens())
            if env_text("LOG_FORMAT") == "json":
                handler.setFormatter(JsonLines())
