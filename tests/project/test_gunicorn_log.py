"""No log of ours holds a secret link, the web server's own included."""

import json

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


def test_the_web_server_logs_as_json_where_the_site_does(capfd, monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "json")
    config = Config()
    config.set("errorlog", "-")

    LoggerWithoutTokens(config).error("Invalid request from ip=%s: %s", "192.0.2.7", "x")

    line = json.loads(capfd.readouterr().err)
    del line["time"]
    assert line == {
        "level": "ERROR",
        "logger": "gunicorn.error",
        "message": "Invalid request from ip=[address]: x",
    }
