"""nginx before the site, with the directives that a real front has: it takes in slow visitors.

The directives come from `deploy/nginx/nginx.conf`; only name, certificate and place differ.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.client import Client
from bench.site import ROOT, free_port, wait_for

REAL = ROOT / "deploy" / "nginx" / "nginx.conf"
HOW_TO_INSTALL = "nginx is missing: apt-get install nginx-light"

WITHOUT_IT = """
  client_header_timeout 10s; client_body_timeout 10s; send_timeout 10s; keepalive_timeout 30s;
  reset_timedout_connection on;
  client_header_buffer_size 2k; large_client_header_buffers 4 8k;
  client_body_buffer_size 256k; client_max_body_size 512k;
  proxy_http_version 1.1; proxy_request_buffering on; proxy_buffering on;
  proxy_connect_timeout 5s; proxy_send_timeout 30s; proxy_read_timeout 60s;
  proxy_next_upstream off;
"""
"""For a checkout without that file."""

DIRECTIVE = re.compile(
    r"(?:^|;)\s*((?:client_|large_client_|proxy_|send_timeout|keepalive_timeout|reset_timed)\w*)"
    r" ([^;]+)(?=;)",
    re.MULTILINE,
)
OF_ITS_OWN = {"proxy_pass", "proxy_set_header"}
"""Directives that name this front's own surroundings."""

CONFIGURATION = """
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {directives}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_set_header Connection close;
      proxy_set_header Host $http_host;
    }}
  }}
}}
"""


def is_installed() -> bool:
    """Whether this machine has nginx."""
    return _program() is not None


def _program() -> str | None:
    # An ordinary user often hasn't got the administrator's programs in their path.
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def directives() -> dict[str, str]:
    """Return what the real front says of time, size and buffers; the first one of each name."""
    found: dict[str, str] = {}
    text = REAL.read_text(encoding="utf-8") if REAL.exists() else WITHOUT_IT
    for name, value in DIRECTIVE.findall(text):
        if name not in OF_ITS_OWN:
            found.setdefault(name, value)
    return found


@contextmanager
def front(folder: Path, behind: int) -> Iterator[int]:
    """Start nginx before the site on port ``behind``; give the port on which visitors come."""
    program, port = _program(), free_port()
    assert program is not None, HOW_TO_INSTALL
    folder.mkdir(exist_ok=True)
    lines = "\n  ".join(f"{name} {value};" for name, value in directives().items())
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port, behind=behind, directives=lines))
    command = [program, "-p", str(folder), "-c", str(file), "-e", str(folder / "start.log")]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:  # noqa: S603 - its program, our words
        try:
            wait_for(lambda: _listens(port, process), seconds=10, what="nginx")
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def _listens(port: int, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise RuntimeError("nginx did not start")
    client = Client(port, timeout=5)
    try:
        return client.get("/healthz").status > 0
    except OSError:
        return False
    finally:
        client.close()
