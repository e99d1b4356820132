"""Give every department that was scanned before an aanvrager, with a link of their own."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from scans.models.links import LinkKind, derive_token, digest_of


def create_owners(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create one owner per department without; its link can be derived from then on."""
    Department = apps.get_model("scans", "Department")
    Owner = apps.get_model("scans", "Owner")
    for department in Department.objects.filter(owners=None).iterator():
        owner = Owner(department=department)
        owner.link_digest = digest_of(derive_token(LinkKind.OWNER, owner.pk, 1))
        owner.save()


class Migration(migrations.Migration):
    dependencies = [("scans", "0003_team_rounds")]

    operations = [migrations.RunPython(create_owners, migrations.RunPython.noop)]
