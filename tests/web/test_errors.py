"""Pages for what went wrong."""

import pytest
from django.core.exceptions import PermissionDenied

from scans.web.errors import forbidden
from scans.web.middleware import ChosenLanguageMiddleware


@pytest.mark.parametrize("exception", [None, PermissionDenied("not you")])
def test_what_is_not_allowed_is_said_calmly(rf, exception):
    page = ChosenLanguageMiddleware(lambda request: forbidden(request, exception))(rf.get("/"))

    assert page.status_code == 403
    assert "Dit kan hier niet" in page.content.decode()
    assert "not you" not in page.content.decode()
