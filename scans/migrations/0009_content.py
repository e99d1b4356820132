"""House style, reading tips, contact requests and subscribers."""


import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0008_quality'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('address_sealed', models.TextField()),
                ('address_digest', models.BinaryField(max_length=32, unique=True)),
                ('language', models.CharField(max_length=2)),
                ('consent_text', models.TextField()),
                ('consent_version', models.PositiveSmallIntegerField()),
                ('consented_at', models.DateTimeField(db_index=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirm_digest', models.BinaryField(max_length=32, unique=True)),
                ('unsubscribe_digest', models.BinaryField(max_length=32, unique=True)),
                ('mails_on', models.DateField(null=True)),
                ('mails_sent', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['consented_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HouseStyle',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('owner_name', models.CharField(blank=True, max_length=100)),
                ('contact_name', models.CharField(blank=True, max_length=100)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=40)),
                ('website', models.URLField(blank=True, max_length=300)),
                ('accent', models.CharField(default='#0b5563', max_length=7)),
                ('logo', models.BinaryField(null=True)),
                ('logo_type', models.CharField(blank=True, max_length=20)),
                ('logo_width', models.PositiveIntegerField(default=0)),
                ('logo_height', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=16)),
                ('version', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='housestyle_is_one'), models.CheckConstraint(condition=models.Q(models.Q(('logo__isnull', True), ('logo_type', '')), models.Q(('logo__isnull', False), ('logo_type__in', ['image/png', 'image/svg+xml'])), _connector='OR'), name='housestyle_logo_has_a_type'), models.CheckConstraint(condition=models.Q(('accent__regex', '^#[0-9a-f]{6}$')), name='housestyle_accent_is_a_colour')],
            },
        ),
        migrations.CreateModel(
            name='ReadingTip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('artikel', 'Article'), ('bijeenkomst', 'Event')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(max_length=500)),
                ('language', models.CharField(default='nl', max_length=2)),
                ('day', models.DateField(null=True)),
                ('themes', models.JSONField(default=list)),
                ('levels', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'artikel'), models.Q(('day__isnull', False), ('kind', 'bijeenkomst')), _connector='OR'), name='readingtip_event_has_a_day'), models.CheckConstraint(condition=models.Q(('url__regex', '^https?://')), name='readingtip_leads_to_a_page')],
            },
        ),
        migrations.CreateModel(
            name='ContactRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_on', models.DateField()),
                ('sealed', models.TextField()),
                ('handled_at', models.DateTimeField(null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_requests', to='scans.department')),
                ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('handled_at__isnull', True)), fields=['-asked_on', 'id'], name='contactrequest_waiting'), models.Index(condition=models.Q(('handled_at__isnull', False)), fields=['-handled_at', 'id'], name='contactrequest_handled')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handled_at__isnull', True), ('handled_by__isnull', True)), models.Q(('handled_at__isnull', False), ('handled_by__isnull', False)), _connector='OR'), name='contactrequest_handled_by_somebody')],
            },
        ),
    ]
