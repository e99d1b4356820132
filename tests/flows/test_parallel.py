"""One press of a button, sent twenty times at the same moment, does its work once."""

from bench.parallel import Presses


def test_what_twenty_identical_requests_at_once_make_is_there_once(real_site):
    doubles = Presses(real_site).all()

    assert {one.name: one.found for one in doubles} == {
        "starting a scan, alone": 1,
        "the mail about starting, alone": 1,
        "starting a scan, team": 1,
        "the mail about starting, team": 1,
        "joining a round, team": 1,
        "joining a round, klanten": 1,
        "a client card": 1,
        "consent to benchmark and contact": 1,
        "closing a round": 1,
        "the next round": 1,
        "deleting everything": 0,
        "a respondent's own link": 1,
        "sending answers": 1,
        "ordering a PDF": 1,
        "the PDF": 1,
        "a step in the plan": 1,
        "the aanvrager's link, and once it was lost": 2,
        "asking for the newsletter": 1,
        "confirming the newsletter": 2,
        "asking for a talk": 1,
        "a forgotten password": 1,
        "publishing a questionnaire": 1,
        "publishing an edition": 1,
        "inviting an adviseur": 1,
        "beginning a new version": 1,
        "a tip to read": 1,
        "a note": 1,
        "the follow-up": 1,
    }
