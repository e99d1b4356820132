"""Backups that were made, and the journal of deletions on request."""

import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0015_retention'),
    ]

    operations = [
        migrations.CreateModel(
            name='BackupRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('file', models.CharField(blank=True, max_length=100)),
                ('size', models.BigIntegerField(null=True)),
                ('failure', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('failure', ''), ('finished_at__isnull', False)), fields=['-finished_at'], name='backuprun_good')],
            },
        ),
        migrations.CreateModel(
            name='DeletionNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=40)),
                ('noted_on', models.DateField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                ('shipped', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('shipped', False)), fields=['noted_on', 'id'], name='deletionnote_waiting')],
            },
        ),
    ]
