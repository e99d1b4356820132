"""CPU time of one page, without a server around it: `python -m bench.page_cpu PATH [--bare]`.

Prints the milliseconds of CPU per request, once per batch of calls of the WSGI application.
"""

import importlib
import sys
import time
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

WARM_UP = 50
BATCHES, REQUESTS = 15, 20


def main(path: str, *, bare: bool) -> None:
    """Measure this path of the site, or of the bare one."""
    if bare:
        importlib.import_module("bench.bare")
    application: Any = get_wsgi_application()

    def ask() -> None:
        environ: dict[str, object] = {}
        setup_testing_defaults(environ)
        environ |= {
            "PATH_INFO": path,
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": "csrftoken=" + "a" * 32,
            "HTTP_ACCEPT_ENCODING": "gzip",
        }
        seen: list[str] = []
        answer = application(environ, lambda status, headers: seen.append(status))
        b"".join(answer)
        answer.close()
        assert seen == ["200 OK"], seen

    for _ in range(WARM_UP):
        ask()
    for _ in range(BATCHES):
        start = time.process_time()
        for _ in range(REQUESTS):
            ask()
        sys.stdout.write(f"{1000 * (time.process_time() - start) / REQUESTS}\n")


if __name__ == "__main__":
    main(sys.argv[1], bare="--bare" in sys.argv)
