"""A published questionnaire never changes: the database itself refuses it."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION scans_refuse_questionnaire_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'questionnaire % % is published and never changes', OLD.slug, OLD.version
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER scans_questionnaireversion_never_changes
    BEFORE UPDATE OR DELETE ON scans_questionnaireversion
    FOR EACH ROW EXECUTE FUNCTION scans_refuse_questionnaire_change();
"""

BACKWARDS = """
DROP TRIGGER scans_questionnaireversion_never_changes ON scans_questionnaireversion;
DROP FUNCTION scans_refuse_questionnaire_change();
"""


class Migration(migrations.Migration):
    dependencies = [("scans", "0001_scans")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
