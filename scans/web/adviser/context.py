"""What every template of the dashboard may use."""

from django.http import HttpRequest

from scans.models import Account
from scans.web.adviser.access import PREFIX, SETTING_UP, has_factor
from scans.web.adviser.navigation import section_at, sections_for


def dashboard(request: HttpRequest) -> dict[str, object]:
    """Return who is signed in and where they may go; nothing on all other pages.

    Elsewhere nobody is looked up: those pages know no sessions.
    """
    # Nobody is looked up either for a request that was refused before: by another host's name.
    account = getattr(request, "user", None) if request.path_info.startswith(PREFIX) else None
    if not isinstance(account, Account):
        return {"me": None, "sections": [], "here_is": "", "part": ""}
    match = request.resolver_match
    here = match.url_name if match else ""
    # Who is setting up a second factor can't go anywhere else yet.
    is_inside = here not in SETTING_UP or has_factor(account)
    sections = sections_for(account) if is_inside else []
    part = section_at(request.path)
    return {"me": account, "sections": sections, "here_is": here, "part": part}
