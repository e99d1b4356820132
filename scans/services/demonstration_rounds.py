"""The rounds of a demonstration: started, filled in and closed by the same services as any."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from scans.engine.answers import prediction_codes
from scans.engine.figures import Kind
from scans.engine.questionnaire import Module, Moment, Questionnaire
from scans.models import Group, QuestionnaireVersion, Response, Scan
from scans.models.links import digest_of
from scans.queries.questionnaires import asked_of, newest_modules, questionnaire_by_id
from scans.services.answering import Answer, save_answers, send_answers
from scans.services.closing import close_round
from scans.services.consenting import set_contact_consent
from scans.services.contacting import Contact, request_contact
from scans.services.rounds import join_round
from scans.services.starting import (
    Plan,
    ScanRequest,
    StartedScan,
    start_next_round,
    start_scan,
)

OPEN_FOR = timedelta(days=14)
EARLIER = timedelta(days=182)
PEOPLE_APART = 0.9
"""How far answers of persons lie apart, on the scale of 1 to 5."""

AGREEING = 0.6
"""How likely somebody chooses what most choose, where there are alternatives."""


@dataclass(frozen=True, slots=True)
class Example:
    """One round: how many of each group sent their answers, and around which answer they lie.

    Without a team one person, or a team ``together``, fills in the scan. The adviseur may know who
    the ``known`` ones are; who ``asks`` something wants to be called back, known or not.
    ``modules`` are slugs of those that it asks too. ``before`` is around which answer those lay
    half a year earlier, in a round before this one; ``None``: this is the first.
    """

    name: str
    team: int = 0
    clients: int = 0
    around: float = 3.3
    together: bool = False
    closed: bool = True
    known: bool = False
    asks: str = ""
    modules: tuple[str, ...] = ()
    before: float | None = None

    def plan(self, closes_on: date) -> Plan:
        """Return whom this round asks; one more of each group than sent."""
        return Plan(
            kind=Kind.TEAM if self.team else Kind.SOLO,
            expected_team=self.team + 1 if self.team else None,
            expected_clients=self.clients + 1 if self.clients else None,
            closes_on=closes_on if self.team or self.clients else None,
            together=self.together,
        )


EXAMPLES = (
    Example(
        "Voorbeeldronde 1: groot team met klanten",
        team=14,
        clients=12,
        around=3.5,
        before=2.9,
        known=True,
        asks="Verzonnen vraag: hoe komen we eerder aan tafel?",
        modules=("organisatie", "patronen", "professional", "relaties", "rollen"),
    ),
    Example(
        "Voorbeeldronde 2: klein team met klanten",
        team=7,
        clients=6,
        around=3.0,
        modules=("relaties",),
    ),
    Example("Voorbeeldronde 3: team zonder klanten", team=9, around=3.9, known=True),
    Example("Voorbeeldronde 4: samen ingevuld, met klanten", clients=8, together=True),
    Example(
        "Voorbeeldronde 5: alleen ingevuld",
        around=2.7,
        modules=("patronen", "rollen"),
        asks="Verzonnen vraag: waar beginnen we?",
    ),
    Example("Voorbeeldronde 6: nog open", team=6, clients=5, closed=False, known=True),
)


def run_rounds(*, seed: int, questionnaire: QuestionnaireVersion, today: date) -> None:
    """Run every example, with answers that follow from the seed."""
    chance = Random(seed)  # noqa: S311 - made-up answers: the same seed must give the same
    for example in EXAMPLES:
        _run(example, questionnaire, today, chance)


def _run(
    example: Example, questionnaire: QuestionnaireVersion, today: date, chance: Random
) -> None:
    asked = questionnaire_by_id(questionnaire.pk)
    first_day = today if example.before is None else today - EARLIER
    started = start_scan(
        request=ScanRequest(
            organisation=example.name,
            department="Communicatie",
            department_size=example.team + 4,
            context={
                q.code: q.options[0].value for q in asked.context_at(Moment.START) if q.options
            },
            plan=example.plan(first_day + OPEN_FOR),
            benchmark=True,
            module_ids=_versions(example.modules),
        ),
        questionnaire=questionnaire,
        today=first_day,
    )
    if example.before is not None:
        # With chances of its own, so that its length changes nothing in what the others answer.
        earlier = replace(example, around=example.before, closed=True)
        _finish(earlier, started, first_day, Random(chance.random()))  # noqa: S311 - as above
        started = start_next_round(
            owner=started.owner,
            plan=example.plan(today + OPEN_FOR),
            department_size=example.team + 4,
            questionnaire=questionnaire,
            today=today,
            module_ids=_versions(example.modules),
        )
    _finish(example, started, today, chance)
    _get_in_touch(started.scan, example, today, chance)


def _finish(example: Example, started: StartedScan, today: date, chance: Random) -> None:
    for token in _tokens(started, example, today):
        _fill_in(token, example.around, today, chance)
    if example.closed:
        close_round(scan_id=started.scan.pk, today=today)


def _versions(slugs: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(version.pk for version in newest_modules() if version.slug in slugs)


def _get_in_touch(scan: Scan, example: Example, today: date, chance: Random) -> None:
    set_contact_consent(department_id=scan.department_id, agreed=example.known, today=today)
    if example.asks:
        number = chance.randint(1, 99)
        request_contact(
            key=UUID(int=chance.getrandbits(128), version=4),
            department=scan.department,
            contact=Contact(
                f"Voorbeeldpersoon {number}", f"persoon{number}@voorbeeld.invalid", example.asks
            ),
            today=today,
        )


def _tokens(started: StartedScan, example: Example, today: date) -> list[str]:
    tokens = [] if started.respondent_token is None else [started.respondent_token]
    for group, number in ((Group.TEAM, example.team), (Group.CLIENT, example.clients)):
        for _ in range(number):
            joined = join_round(scan_id=started.scan.pk, group=group, today=today)
            tokens.append(joined.token)
    return tokens


def _fill_in(token: str, around: float, today: date, chance: Random) -> None:
    response = Response.objects.select_related("scan").get(link_digest=digest_of(token))
    group = Group(response.group)
    asked = asked_of(response.scan, group)
    answers = _answers(asked, around, chance)
    if group == Group.TEAM and _foresees(response.scan):
        answers |= {code: _value(around - 0.3, chance) for code in prediction_codes(asked)}
    save_answers(response_id=response.pk, questionnaire=asked, changes=answers, today=today)
    send_answers(response_id=response.pk, questionnaire=asked, today=today)


def _foresees(scan: Scan) -> bool:
    return scan.expected_team is not None and scan.expected_clients is not None


def _answers(asked: Questionnaire, around: float, chance: Random) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for code, statement in asked.statements.items():
        value = _value(around, chance)
        answers[code] = 6 - value if statement.reversed else value
    for code in asked.role_codes:
        answers[code] = _value(around - 0.7 if code.endswith("huidig") else around + 0.4, chance)
    for module in asked.modules:
        answers |= _module_answers(module, around, chance)
    for question in asked.context_at(Moment.RESPONDENT):
        answers[question.code] = chance.choice(question.options).value
    for text in asked.open:
        answers[text.code] = f"Verzonnen antwoord {chance.randint(1, 99)}."
    return answers


def _module_answers(module: Module, around: float, chance: Random) -> dict[str, Answer]:
    reversed_codes = {code for code, one in module.statements.items() if one.reversed}
    answers: dict[str, Answer] = {}
    for code in module.codes:
        if code in module.scale_codes:
            value = _value(around, chance)
            answers[code] = 6 - value if code in reversed_codes else value
        else:
            # Most agree, as in a team that talks with each other.
            values = sorted(module.option_values[code])
            common = values[sum(map(ord, code)) % len(values)]
            answers[code] = common if chance.random() < AGREEING else chance.choice(values)
    return answers


def _value(around: float, chance: Random) -> int:
    return min(5, max(1, round(chance.gauss(around, PEOPLE_APART))))
