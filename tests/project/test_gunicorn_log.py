"""No log of ours holds a secret link, the web server's own included."""

from gunicorn.config import Config

from afdelingsscan.gunicorn_log import LoggerWithoutTokens


def test_the_web_server_does_not_write_secret_links(capfd):
    config = Config()
    config.set("errorlog", "-")
    logger = LoggerWithoutTokens(config)

    logger.error("Error handling request %s", f"/invullen/{'a2' * 16}/rol/")

    written = capfd.readouterr().err
    assert "Error handling request /invullen/[link]/rol/" in written
    assert "a2a2" not in written
