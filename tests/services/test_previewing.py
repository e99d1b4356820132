"""What a preview says is what publishing does, and it leaves nothing behind."""

import pytest

from scans.engine.editions import Decision
from scans.models import BenchmarkRow, Edition, EditionFigures, EditionMember
from scans.services.editions import (
    EditionNameError,
    NothingToPublishError,
    preview_edition,
    publish_edition,
)
from tests.engine.benchmark_world import draw_results, draw_scores
from tests.factories import TODAY
from tests.services.test_editions import Departments

pytestmark = pytest.mark.django_db


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Edition, EditionFigures, EditionMember, BenchmarkRow)
    ]


def announced(outcomes):
    """What a preview says that there will be, by group and measure."""
    return {
        (one.segment.sector or "", one.segment.size or "", one.measure): (
            (True, one.organisations, one.departments)
            if one.decision is Decision.NEW
            else (False, one.withheld)
        )
        for one in outcomes
        if one.decision is not Decision.NONE
    }


def published(edition):
    """What there is."""
    return {
        (one.sector, one.size_class, one.measure): (
            (True, one.organisations, one.departments)
            if one.members_id == edition.pk
            else (False, one.withheld)
        )
        for one in EditionFigures.objects.filter(edition=edition)
    }


@pytest.mark.parametrize("seed", range(12))
def test_publishing_does_what_the_preview_said_in_every_edition_of_a_world(seed):
    results, editions = draw_results(seed)
    departments = Departments(results, draw_scores(results, seed))
    said, done = [], []

    for number in range(1, editions + 1):
        departments.enter(number)
        before = everything()
        name = f"2026-{number:02}"
        said.append(announced(preview_edition(name=name, today=TODAY)))
        assert everything() == before
        done.append(published(publish_edition(name=name, today=TODAY)[0]))

    assert said == done


def test_newcomers_are_the_organisations_that_the_former_figures_do_not_hold():
    results, _editions = draw_results(3)
    departments = Departments(results, draw_scores(results, 3))
    departments.enter(1)
    (first,) = (
        one
        for one in preview_edition(name="a", today=TODAY)
        if one.segment.sector is None and one.segment.size is None
    )
    publish_edition(name="a", today=TODAY)

    (again,) = (
        one
        for one in preview_edition(name="b", today=TODAY)
        if one.segment.sector is None and one.segment.size is None
    )

    assert (first.was_shown, first.newcomers) == (False, first.organisations)
    assert (again.was_shown, again.newcomers, again.decision) == (True, 0, Decision.KEEP)


def test_a_name_that_exists_has_no_preview():
    Edition.objects.create(name="2026-11", published_on=TODAY)

    assert preview_edition(name="2026-11", today=TODAY) is None


def test_what_can_not_be_published_has_no_preview():
    with pytest.raises(NothingToPublishError):
        preview_edition(name="2026-11", today=TODAY)
    with pytest.raises(EditionNameError):
        preview_edition(name="Herfst!", today=TODAY)

    assert Edition.objects.count() == 0
