"""The aanvrager's consent to be known to the adviseur."""

from datetime import date
from uuid import UUID

from django.db import transaction

from scans.models import Deleted, Department
from scans.services.journal import note_deletion
from scans.services.listing import list_department


@transaction.atomic
def set_contact_consent(*, department_id: UUID, agreed: bool, today: date) -> None:
    """Let the adviseur know who a department is, or not any more; at once, also in the list."""
    kept = Department.objects.select_for_update().get(pk=department_id)
    if agreed and kept.contact_since is None:
        kept.contact_since = today
    elif not agreed and kept.contact_since is not None:
        kept.contact_since = None
        note_deletion(kind=Deleted.CONTACT_CONSENT, key=kept.pk)
    kept.save(update_fields=["contact_since"])
    list_department(department_id)
