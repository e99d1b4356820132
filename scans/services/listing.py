"""Keeping the list of the dashboard true to what it is about."""

from uuid import UUID

from django.db import connection

from scans.services.listing_sql import WRITE


def list_department(*departments: UUID) -> None:
    """Write the scans of these departments into the list as they are now.

    To be called in the transaction of whatever changed: starting or closing a round, its size,
    the consent to contact, the follow-up, who is whose department.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(departments)])
