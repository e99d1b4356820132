"""Which modules a scan asks beside the core questionnaire."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0010_indexes_of_the_dashboard'),
    ]

    operations = [
        migrations.AddField(
            model_name='scan',
            name='module_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveBigIntegerField(), default=list, size=None),
        ),
    ]
