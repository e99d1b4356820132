"""What every template of the dashboard may use."""

from django.http import HttpRequest

from scans.models import Account
from scans.web.adviser.access import PREFIX, SETTING_UP, has_factor
from scans.web.adviser.navigation import section_at, sections_for


def dashboard(request: HttpRequest) -> dict[str, object]:
    """Return who is signed in and where they may go; nothing on all other pages.

    Elsewhere nobody is looked up: those pages know no sessions.
    """
    if not request.path_info.startswith(PREFIX) or not isinstance(request.user, Account):
        return {"me": None, "sections": [], "here_is": "", "part": ""}
    match = request.resolver_match
    here = match.url_name if match else ""
    # Who is setting up a second factor can't go anywhere else yet.
    is_inside = here not in SETTING_UP or has_factor(request.user)
    sections = sections_for(request.user) if is_inside else []
    part = section_at(request.path)
    return {"me": request.user, "sections": sections, "here_is": here, "part": part}
