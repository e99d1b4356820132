"""What Mozilla's observatory grades runs as in production; `python -m bench security` grades it."""

import ssl
from http.client import HTTPConnection, HTTPSConnection

from bench.security_score import in_production
from bench.site import scratch_site
from bench.tls_front import HOST, tls_front


def test_the_site_that_is_graded_is_one_of_production(tmp_path):
    with (
        scratch_site() as site,  # of its own: it is stopped and started meanwhile
        in_production(site) as production,
        tls_front(production.port, tmp_path) as front,
    ):
        trusted = ssl.create_default_context(cafile=str(front.certificate))
        by_tls = HTTPSConnection(HOST, front.https, timeout=30, context=trusted)
        by_tls.request("GET", "/")
        page = by_tls.getresponse()
        plain = HTTPConnection(HOST, front.http, timeout=30)
        plain.request("GET", "/start/")
        moved = plain.getresponse()

        assert page.status == 200
        assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert (moved.status, moved.headers["Location"][:8]) == (301, "https://")
        by_tls.close()
        plain.close()
