"""The consent to contact, follow-up and notes, and the list that the dashboard finds scans in."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


# As scans.services.listing wrote it when this migration was made.
LIST_ALL = """
INSERT INTO scans_listedscan (
    scan_id, department_id, questionnaire_id, sector, size_class, opened_on, status, contact,
    follow_up, words, n, relevantie, timing, resultaat, impact
)
SELECT s.id, s.department_id, s.questionnaire_id, o.sector,
    CASE WHEN s.department_size <= 5 THEN '1-5' WHEN s.department_size <= 10 THEN '6-10'
         WHEN s.department_size <= 20 THEN '11-20' WHEN s.department_size <= 50 THEN '21-50'
         ELSE '51+' END,
    s.opened_on, s.status, d.contact_since IS NOT NULL, COALESCE(f.state, 'nieuw'),
    CASE WHEN d.contact_since IS NULL THEN '' ELSE lower(o.name || ' ' || d.name) END,
    COALESCE((r.figures->>'respondents')::int, 0),
    (r.figures->'themes'->'relevantie'->>'score')::float8,
    (r.figures->'themes'->'timing'->>'score')::float8,
    (r.figures->'themes'->'resultaat'->>'score')::float8,
    (r.figures->'impact'->>'index')::float8
FROM scans_scan s
JOIN scans_department d ON d.id = s.department_id
JOIN scans_organisation o ON o.id = d.organisation_id
LEFT JOIN scans_followup f ON f.department_id = d.id
LEFT JOIN scans_result r ON r.scan_id = s.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0006_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('department', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='follow_up', serialize=False, to='scans.department')),
                ('state', models.CharField(choices=[('nieuw', 'New'), ('contact', 'Contacted'), ('gepland', 'Planned'), ('traject', 'Under Way'), ('afgerond', 'Done')], default='nieuw', max_length=10)),
                ('due_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ListedScan',
            fields=[
                ('scan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='listed', serialize=False, to='scans.scan')),
                ('sector', models.CharField(max_length=50)),
                ('size_class', models.CharField(max_length=10)),
                ('opened_on', models.DateField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], max_length=10)),
                ('contact', models.BooleanField()),
                ('follow_up', models.CharField(choices=[('nieuw', 'New'), ('contact', 'Contacted'), ('gepland', 'Planned'), ('traject', 'Under Way'), ('afgerond', 'Done')], max_length=10)),
                ('words', models.TextField()),
                ('n', models.PositiveIntegerField()),
                ('relevantie', models.FloatField(null=True)),
                ('timing', models.FloatField(null=True)),
                ('resultaat', models.FloatField(null=True)),
                ('impact', models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=4000)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='reportfile',
            name='reportfile_once_per_language',
        ),
        migrations.AddField(
            model_name='department',
            name='contact_since',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='reportfile',
            name='anonymous',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.UniqueConstraint(fields=('result', 'language', 'anonymous'), name='reportfile_once_per_language'),
        ),
        migrations.AddField(
            model_name='listedscan',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='scans.department'),
        ),
        migrations.AddField(
            model_name='listedscan',
            name='questionnaire',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scans.questionnaireversion'),
        ),
        migrations.AddField(
            model_name='note',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='note',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='scans.department'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(models.OrderBy(models.F('opened_on'), descending=True), models.OrderBy(models.F('scan'), descending=True), name='listedscan_newest'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(models.F('sector'), models.OrderBy(models.F('opened_on'), descending=True), name='listedscan_sector'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(models.F('follow_up'), models.OrderBy(models.F('opened_on'), descending=True), name='listedscan_follow_up'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(models.OrderBy(models.F('opened_on'), descending=True), models.OrderBy(models.F('scan'), descending=True), condition=models.Q(('contact', True)), name='listedscan_contact'),
        ),
        migrations.RunSQL(LIST_ALL, reverse_sql=migrations.RunSQL.noop, elidable=True),
    ]
