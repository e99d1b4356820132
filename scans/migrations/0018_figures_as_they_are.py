"""The counts of editions are kept uncompressed: they are read as fast of many as of few."""

from django.db import migrations

# Left alone, the database compresses what it can: the zeros of few departments to almost nothing,
# the counts of many hardly. The second statement writes those anew that are there already.
FORWARDS = """
ALTER TABLE scans_editionfigures ALTER COLUMN counts SET STORAGE EXTERNAL;
UPDATE scans_editionfigures SET counts = counts || ''::bytea;
"""
BACKWARDS = "ALTER TABLE scans_editionfigures ALTER COLUMN counts SET STORAGE EXTENDED"


class Migration(migrations.Migration):
    dependencies = [("scans", "0017_scores_as_shown")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
