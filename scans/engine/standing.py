"""Where a department stands among others, frozen with its result.

A result keeps the peers of the edition of its day, so that it says the same next year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from scans.engine.benchmark import Bin, Shown, ShownPeers, in_steps, show
from scans.engine.distribution import Quartiles
from scans.engine.peers import Peers, Segment

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """The peers by measure, narrowest segment first, as an edition has them.

    The first are those that the ladder chooses. A measure without peers is left out: too few
    departments yet.
    """

    edition: str
    published_on: date
    peers: Mapping[str, tuple[ShownPeers, ...]]

    def to_json(self) -> dict[str, Any]:
        """Return the standing as plain JSON values."""
        return {
            "format": FORMAT,
            "edition": self.edition,
            "published_on": self.published_on.isoformat(),
            "peers": {key: [_to_json(one) for one in found] for key, found in self.peers.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what ``to_json`` wrote; ``KeyError`` or ``ValueError`` for anything else."""
        return cls(
            edition=data["edition"],
            published_on=date.fromisoformat(data["published_on"]),
            peers={
                key: tuple(_from_json(one) for one in found) for key, found in data["peers"].items()
            },
        )


def stand(
    edition: str,
    published_on: date,
    peers: Mapping[str, Sequence[Peers]],
    own: Mapping[str, int],
) -> Standing:
    """Return where scores (in tenths, by measure) stand among peers that may be shown.

    Ranks are in steps, among all of these peers.
    """
    shown = {
        measure: tuple(
            in_steps(one)
            for each in found
            if (one := show(each, measure, own.get(measure))) is not None
        )
        for measure, found in peers.items()
    }
    return Standing(edition, published_on, {key: found for key, found in shown.items() if found})


def _to_json(one: ShownPeers) -> dict[str, Any]:
    first, last = one.period
    return {
        **asdict(one),
        "kind": one.kind.value,
        "period": [first.isoformat(), last.isoformat()],
    }


def _from_json(data: Mapping[str, Any]) -> ShownPeers:
    first, last = data["period"]
    bins, interval = data["bins"], data["interval"]
    return ShownPeers(
        segment=Segment(**data["segment"]),
        departments=data["departments"],
        organisations=data["organisations"],
        solo_share=data["solo_share"],
        period=(date.fromisoformat(first), date.fromisoformat(last)),
        kind=Shown(data["kind"]),
        quartiles=Quartiles(**data["quartiles"]),
        rank=data["rank"],
        interval=None if interval is None else tuple(interval),
        bins=None if bins is None else tuple(Bin(**one) for one in bins),
        counts_own=data["counts_own"],
    )
