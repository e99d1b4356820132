"""How good a questionnaire is: counters and figures; drafts of the next versions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0007_follow_up'),
    ]

    operations = [
        migrations.AddField(
            model_name='scan',
            name='durations',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='QuestionnaireDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField()),
                ('version', models.CharField(max_length=20)),
                ('source', models.TextField()),
                ('data', models.JSONField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('changed_on', models.DateField()),
            ],
            options={
                'ordering': ['slug', 'version'],
                'constraints': [models.UniqueConstraint(fields=('slug', 'version'), name='questionnairedraft_once_per_version')],
            },
        ),
        migrations.CreateModel(
            name='QualityCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=60)),
                ('month', models.DateField()),
                ('count', models.PositiveBigIntegerField()),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scans.questionnaireversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'group', 'key', 'month'), name='qualitycount_once_a_month')],
            },
        ),
        migrations.CreateModel(
            name='QualitySnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=10)),
                ('checked_on', models.DateField()),
                ('computed_on', models.DateField(null=True)),
                ('newest_result', models.BigIntegerField(default=0)),
                ('figures', models.JSONField(null=True)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quality', to='scans.questionnaireversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'group'), name='qualitysnapshot_once_per_group')],
            },
        ),
    ]
