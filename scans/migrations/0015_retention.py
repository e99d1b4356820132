"""Until when things are kept: what an aanvrager asked and was told, and since when a mail waits."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0014_filtered_by_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='department',
            name='renewed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='department',
            name='warned_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='queued_on',
            field=models.DateField(db_default=django.db.models.functions.datetime.TruncDate(django.db.models.functions.datetime.Now())),
        ),
    ]
