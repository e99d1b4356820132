"""A respondent on one of their pages: who they are in the round, and what they are asked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from scans.engine.figures import Kind
from scans.engine.questionnaire import Questionnaire
from scans.models import Group, Response, Scan
from scans.queries.questionnaires import asked_of
from scans.web.access import response_for
from scans.web.respondent.steps import Step, steps_of


class Audience(StrEnum):
    """In which part somebody answers: what they are told, and what they get, depends on it."""

    ALONE = "alone"
    ALONE_WITH_CLIENTS = "alone_with_clients"
    TEAM = "team"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Visit:
    """A respondent on one of their pages, today."""

    token: str
    response: Response
    questionnaire: Questionnaire
    today: date

    @property
    def scan(self) -> Scan:
        """The round."""
        return self.response.scan

    @property
    def group(self) -> Group:
        """In which capacity they answer."""
        return Group(self.response.group)

    @property
    def audience(self) -> Audience:
        """In which part they answer."""
        if self.group == Group.CLIENT:
            return Audience.CLIENT
        if self.scan.kind == Kind.TEAM:
            return Audience.TEAM
        if self.scan.is_by_invitation:
            return Audience.ALONE_WITH_CLIENTS
        return Audience.ALONE

    @property
    def is_invited(self) -> bool:
        """Whether they came by an invitation, and not as the one who fills in alone."""
        return self.scan.expected(self.group) is not None

    @property
    def takes_answers(self) -> bool:
        """Whether the round still runs."""
        return self.scan.takes_answers(self.today)

    @property
    def is_open(self) -> bool:
        """Whether answers of this respondent are still taken."""
        return not self.response.sent and self.takes_answers

    @property
    def predicts(self) -> bool:
        """Whether they are asked how internal clients will score the team."""
        return self.audience == Audience.TEAM and self.scan.expected_clients is not None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages that they fill in."""
        return steps_of(self.questionnaire, predicts=self.predicts)

    def step(self, key: str) -> Step:
        """Return the page with this key, or 404."""
        for step in self.steps:
            if step.key == key:
                return step
        raise Http404

    def link(self, request: HttpRequest) -> str:
        """Return their own link as it can be copied."""
        return request.build_absolute_uri(reverse("answer", kwargs={"token": self.token}))


def visit_of(token: str) -> Visit:
    """Return the visit of whoever has this own link, or 404."""
    response = response_for(token)
    asked = asked_of(response.scan, Group(response.group))
    return Visit(token, response, asked, timezone.localdate())
