"""The counts of editions are kept uncompressed: they are read as fast of many as of few."""

from django.db import migrations

# Left alone, the database compresses what it can: the zeros of few departments to almost nothing,
# the counts of many hardly.
FORWARDS = "ALTER TABLE scans_editionfigures ALTER COLUMN counts SET STORAGE EXTERNAL"
BACKWARDS = "ALTER TABLE scans_editionfigures ALTER COLUMN counts SET STORAGE EXTENDED"

# Those that are there already.
REWRITE = "UPDATE scans_editionfigures SET counts = counts || ''::bytea"


class Migration(migrations.Migration):
    # Apart, so that nobody who reads an edition meanwhile waits for the second statement.
    atomic = False

    dependencies = [("scans", "0017_scores_as_shown")]

    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunSQL(REWRITE, migrations.RunSQL.noop),
    ]
