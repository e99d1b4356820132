"""Accounts, their one-time links, the audit log that only grows, and the shared cache."""

import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


# A statement can't go through by accident: retention says in its own transaction that it deletes,
# and emptying the table is only for a database of tests, which say so for their whole session.
AUDIT_ONLY_GROWS = """
CREATE FUNCTION scans_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('scans.audit_retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'TRUNCATE' AND current_setting('scans.audit_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the audit log only grows: % is refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER scans_auditrecord_only_grows
    BEFORE UPDATE OR DELETE ON scans_auditrecord
    FOR EACH ROW EXECUTE FUNCTION scans_refuse_audit_change();
CREATE TRIGGER scans_auditrecord_is_never_emptied
    BEFORE TRUNCATE ON scans_auditrecord
    FOR EACH STATEMENT EXECUTE FUNCTION scans_refuse_audit_change();
"""

AUDIT_FREE = """
DROP TRIGGER scans_auditrecord_is_never_emptied ON scans_auditrecord;
DROP TRIGGER scans_auditrecord_only_grows ON scans_auditrecord;
DROP FUNCTION scans_refuse_audit_change();
"""

# As `manage.py createcachetable` makes it, so that nobody has to think of that command. It isn't
# logged: what is lost in a crash is how often somebody tried in the last minutes.
CACHE = """
CREATE UNLOGGED TABLE scans_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX scans_cache_expires ON scans_cache (expires);
"""


class Migration(migrations.Migration):
    # Tables of allauth point at accounts, but ask only for the first migration of this app.
    run_before = [("account", "0001_initial"), ("mfa", "0001_initial")]


    dependencies = [
        ("scans", "0005_benchmark"),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(choices=[('adviseur', 'adviseur'), ('beheerder', 'beheerder')], max_length=12)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower(models.F('email')))), name='account_address_in_lower_case'), models.CheckConstraint(condition=models.Q(('role__in', ['adviseur', 'beheerder'])), name='account_role_is_known')],
            },
        ),
        migrations.CreateModel(
            name='AuditRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40)),
                ('object_kind', models.CharField(blank=True, max_length=40)),
                ('object_id', models.CharField(blank=True, max_length=40)),
                ('details', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(db_index=True)),
                ('who', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AccountLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('role', models.CharField(blank=True, max_length=12)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('kind', 'invitation'), ('role__in', ['adviseur', 'beheerder'])), models.Q(('account__isnull', False), ('email', ''), ('kind', 'password'), ('role', '')), _connector='OR'), name='accountlink_invites_or_belongs_to_an_account')],
            },
        ),
        migrations.RunSQL(AUDIT_ONLY_GROWS, AUDIT_FREE),
        migrations.RunSQL(CACHE, "DROP TABLE scans_cache"),
    ]
