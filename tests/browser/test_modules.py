"""A module in a real browser: chosen with one press, saved as it is answered, on any screen."""

import pytest

from scans.models import QuestionnaireVersion, Response
from tests.browser.conftest import overflow, violations
from tests.factories import ResponseFactory, ScanFactory, respondent_token, sixth_module

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_module_fits_the_screen_and_everybody_can_use_it(open_context, published, width):
    core = QuestionnaireVersion.objects.get(slug="kern")
    scan = ScanFactory(questionnaire=core, module_ids=[sixth_module().pk])
    response = ResponseFactory(scan=scan)
    page = open_context(viewport={"width": width, "height": 800}).new_page()

    page.goto(f"/invullen/{respondent_token(response.pk)}/zesde/")

    assert overflow(page) == 0
    assert violations(page) == []


def test_each_kind_of_answer_is_kept_the_moment_it_is_given(page, published):
    core = QuestionnaireVersion.objects.get(slug="kern")
    scan = ScanFactory(questionnaire=core, module_ids=[sixth_module().pk])
    response = ResponseFactory(scan=scan)
    page.goto(f"/invullen/{respondent_token(response.pk)}/zesde/")
    wanted = {
        "zesde-ken1": "4",
        "zesde-werk1.gewenst": "5",
        "zesde-vorm.huidig": "sleutel",
        "zesde-maken.belegd": "x",
    }

    for code, value in wanted.items():
        group = page.locator(f'[id="{code}"]')
        group.locator(f'input[value="{value}"]').check()
        group.locator('[data-saved][data-state="saved"]').wait_for()

    assert Response.objects.get().answers == {
        "zesde-ken1": 4,
        "zesde-werk1.gewenst": 5,
        "zesde-vorm.huidig": "sleutel",
        "zesde-maken.belegd": None,
    }
