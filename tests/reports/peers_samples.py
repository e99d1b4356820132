"""Made-up departments to compare with."""

from datetime import date

from scans.engine.distribution import Distribution
from scans.engine.peers import EVERYBODY, Peers, Segment, measures_of
from scans.engine.standing import stand

PERIOD = (date(2026, 1, 1), date(2026, 11, 1))
PUBLISHED = date(2026, 11, 20)
NARROW = Segment("gemeente", "6-10")
SECTOR = Segment("gemeente")
OWN = {"relevantie": 656, "timing": 438, "resultaat": 708, "impact": 588}
THEMES = ("relevantie", "timing", "resultaat")
MEASURES = tuple(one for one in measures_of(THEMES) if not one.startswith("spiegel."))


def group(organisations, *, segment=EVERYBODY, start=300, step=None, solo=0):
    """One department of each organisation, with scores (tenths) from ``start``, evenly spread."""
    width = 600 // organisations if step is None else step
    return Peers(
        segment=segment,
        organisations=organisations,
        largest=1,
        solo=solo,
        period=PERIOD,
        distribution=Distribution.of(start + width * place for place in range(organisations)),
    )


def standing(*groups, measures=MEASURES, own=OWN):
    """Where the ordinary solo scan stands among these groups, alike for every measure."""
    return stand("2026-11", PUBLISHED, dict.fromkeys(measures, groups), own)
