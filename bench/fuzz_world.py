"""A site with somebody of every kind in it, and every form that they see."""

import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.http.cookie import SimpleCookie
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from scans.models import Group, QuestionnaireDraft
from scans.services.closing import close_round
from tests.adviser import account, manager, signed_in
from tests.factories import (
    ActionPlanFactory,
    ClientCardFactory,
    ContactRequestFactory,
    OwnerFactory,
    PlanStepFactory,
    ReadingTipFactory,
    ReportFileFactory,
    ResponseFactory,
    ResultFactory,
    SubscriberFactory,
    clients_token,
    core_document,
    draft_of,
    owner_token,
    respondent_token,
    result_token,
    round_with,
    team_token,
)
from tests.web.plain_browser import read
from tests.web.rounds import member, open_round, site_day

UNKNOWN = "abcdefghijklmnopqrstuvwxyz234567"
KEYS = ("relevantie", "timing", "resultaat", "rol", "afronding", "aannametoets", "algemeen")
WORDS = ("team", "klanten", "kern", "1.0", "2026-11", "csv", "xlsx", "0", "x" * 64)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that a page shows: where it goes, what it holds, and what could be chosen."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    choices: dict[str, list[str]]


@dataclass
class World:
    """Who may ask (cookies by name), what addresses there are, and which forms each sees."""

    doors: dict[str, Callable[[], SimpleCookie]]
    visitors: dict[str, SimpleCookie] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    forms: list[tuple[str, Posted]] = field(default_factory=list)

    def sign_in(self) -> None:
        """Let everybody come in (again): who is silent for long is put outside."""
        self.visitors = {name: door() for name, door in self.doors.items()}


def build(chance: random.Random, pages: int) -> World:
    """Make it all, in the transaction that is open; look for forms on so many pages a visitor."""
    pools = _things()
    world = World(_doors())
    world.sign_in()
    world.addresses = sorted(
        {one for pattern in _patterns(get_resolver()) for one in _of(pattern, pools)}
    )
    for visitor, cookies in world.visitors.items():
        inside = visitor != "nobody"
        own = [one for one in world.addresses if one.startswith("/dashboard/") == inside]
        for address in chance.sample(own, min(pages, len(own))):
            world.forms += [(visitor, form) for form in _forms(address, cookies)]
    return world


def _things() -> dict[str, list[Any]]:
    """Return what addresses are about, by the name of the part of the address."""
    alone, alone_sent = ResponseFactory(), ResultFactory().scan
    running, closed = open_round(), round_with(team=10, clients=6)
    members = [member(running, group, answers={}) for group in Group]
    sent = [member(running, group, sent=True) for group in Group]
    close_round(scan_id=closed.pk, today=site_day())
    owners = [OwnerFactory(department=scan.department) for scan in (running, closed)]
    card = ClientCardFactory(department=closed.department)
    plan = ActionPlanFactory(result=closed.result)
    step = PlanStepFactory(plan=plan)
    subscriber = SubscriberFactory()
    file = ReportFileFactory(made=True)
    request = ContactRequestFactory()
    tip = ReadingTipFactory()
    draft = QuestionnaireDraft.objects.first() or draft_of(core_document())
    persons = [alone, *members, *sent, closed.responses.filter(group=Group.TEAM)[0]]
    tokens = [respondent_token(one.pk) for one in persons]
    tokens += [respondent_token(alone_sent.responses.get().pk)]
    tokens += [owner_token(owner.pk) for owner in owners]
    tokens += [make(scan) for scan in (running, closed) for make in (team_token, clients_token)]
    tokens += [result_token(scan) for scan in (closed, file.result.scan)]
    tokens += [subscriber.confirm_token, subscriber.unsubscribe_token, plan.stop_token, UNKNOWN]
    scans = [running.pk, closed.pk, alone_sent.pk, uuid.UUID(int=7)]
    return {
        "token": tokens,
        "scan_id": scans,
        "card_id": [card.pk, uuid.UUID(int=7)],
        "step_id": [step.pk, uuid.UUID(int=7)],
        "request_id": [request.pk, uuid.UUID(int=7)],
        "link_id": [uuid.UUID(int=7)],
        "number": [1, 0, 2**31],
        "account_id": [1, 2**63],
        "version_id": [running.questionnaire_id, 2**31, 2**63],
        "draft_id": [draft.pk, 2**63],
        "tip_id": [tip.pk, 2**63],
        "pk": [1, 2**63],
        "key": list(KEYS),
        "audience": ["team", "klanten"],
        "group": ["team", "klanten"],
    }


def _doors() -> dict[str, Callable[[], SimpleCookie]]:
    """Return how each kind of visitor comes in, by its name."""
    adviser, chief = account(), manager()
    new, half = account(name="Nieuw", factor=False), account(name="Half")
    return {
        "nobody": SimpleCookie,
        "adviser": lambda: signed_in(adviser, just_proved=True).cookies,
        "manager": lambda: signed_in(chief, just_proved=True).cookies,
        "new": lambda: signed_in(new, with_factor=False).cookies,
        "half": lambda: signed_in(half, with_factor=False).cookies,
    }


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


def _of(pattern: URLPattern, pools: dict[str, list[Any]]) -> Iterator[str]:
    """Go through addresses of one pattern: each value of one part with the first of the others."""
    parts = [*pattern.pattern.converters] or sorted(pattern.pattern.regex.groupindex)
    accounts = [one.pk for one in get_user_model().objects.all()]
    known = {part: pools.get(part, list(WORDS)) for part in parts}
    if "account_id" in known:
        known["account_id"] = [*accounts, 2**63]
    first = {part: values[0] for part, values in known.items()}
    tried = [first, *({**first, part: value} for part in known for value in known[part])]
    for kwargs in tried:
        try:
            yield reverse(pattern.name or "", kwargs=kwargs)
        except NoReverseMatch:
            continue


def _forms(address: str, cookies: SimpleCookie) -> Iterator[Posted]:
    client = Client()
    client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
    page = client.get(address)
    if page.streaming or not page.headers.get("Content-Type", "").startswith("text/html"):
        return
    for form in read(page):
        action = form.action or address
        yield Posted(action, form.method.upper(), tuple(form.fields), form.choices)
