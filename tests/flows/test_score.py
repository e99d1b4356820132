"""Mozilla's observatory grades the headers; `python -m bench score` asks it of more pages."""

from bench.security_score import score
from bench.site import scratch_site


def test_the_front_page_and_the_page_to_sign_in_score_a_plus():
    with scratch_site() as site:  # of its own: it is stopped and started meanwhile
        rows = score(site, short=True)

    assert [(row.what, row.ok) for row in rows] == [
        ("headers of / by Mozilla's observatory", True),
        ("headers of /dashboard/inloggen/ by Mozilla's observatory", True),
    ], rows
