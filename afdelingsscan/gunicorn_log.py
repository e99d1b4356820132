"""The web server's own log: it names the address of a request that failed, secret link included."""

from gunicorn.config import Config
from gunicorn.glogging import Logger

from scans.web.logs import WithoutTokens


class LoggerWithoutTokens(Logger):
    """Gunicorn's logger, with the secret part of links cut out."""

    def setup(self, cfg: Config) -> None:
        """Set up as gunicorn does, then filter what is written."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(WithoutTokens())
