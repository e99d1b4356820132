"""The load balancer: HAProxy, that asks the web nodes whether they can take visitors.

A node that is gone takes no connection, so what was meant for it goes to another one at once. What
a node had in hand when it died is asked again only where twice is as good as once.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from afdelingsscan.runner import RunnerError

HEALTH = "/healthz/ready"
PLACES = ":/usr/sbin:/usr/local/sbin"
"""Where programs of a system are, also for who doesn't have them on the path."""

CONFIGURATION = """\
global
    maxconn 2000

defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout queue 10s
    timeout http-keep-alive 10s
    # A slow visitor costs a node nothing: it gets the request when all of it is here.
    timeout http-request 10s
    option http-buffer-request
    # A connection per request: none is found closed at the moment that it is used again.
    option http-server-close

frontend site
    bind {host}:{port}
    default_backend web

backend web
    balance leastconn
    option forwardfor
    # Any answer but a failure will do, so also that of an earlier version that knows no such page.
    option httpchk
    http-check send meth GET uri {health} ver HTTP/1.1 hdr Host {host}
    http-check expect ! rstatus ^5
    default-server check inter 1s fastinter 300ms downinter 500ms fall 3 rise 1
    option redispatch 1
    retries 3
    # A connection that was refused carried nothing, so everything may try the next node. What was
    # sent may be done already: only reading, and saving answers, may be sent again.
    retry-on conn-failure empty-response
    acl reads method GET HEAD
    acl saves path_end /opslaan/
    http-request disable-l7-retry unless reads or saves
{servers}
"""


def program() -> str:
    """Return where HAProxy is; ``RunnerError`` when it isn't installed."""
    found = shutil.which("haproxy", path=os.environ.get("PATH", "") + PLACES)
    if found is None:
        raise RunnerError(
            "HAProxy ontbreekt; installeer het met `scripts/system-packages.sh cluster`."
        )
    return found


def configuration(host: str, port: int, nodes: Mapping[str, int]) -> str:
    """Return the configuration for web nodes, whose ports these are by name."""
    servers = "\n".join(f"    server {name} {host}:{at}" for name, at in nodes.items())
    return CONFIGURATION.format(host=host, port=port, health=HEALTH, servers=servers)


def command(file: Path) -> list[str]:
    """Return how it is started, in the foreground."""
    return [program(), "-db", "-q", "-f", str(file)]
