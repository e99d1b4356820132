"""Client cards, and the plan that a department makes of a result."""


import django.db.models.constraints
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0011_modules'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('remind_since', models.DateField(null=True)),
                ('stop_digest', models.BinaryField(max_length=32, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='ClientCard',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('concerns', models.TextField(blank=True, max_length=1000)),
                ('concerns_known', models.BooleanField(null=True)),
                ('wants', models.TextField(blank=True, max_length=1000)),
                ('wants_known', models.BooleanField(null=True)),
                ('success', models.TextField(blank=True, max_length=1000)),
                ('success_known', models.BooleanField(null=True)),
                ('visited_on', models.DateField(null=True)),
                ('visited_by', models.CharField(blank=True, max_length=120)),
                ('said', models.TextField(blank=True, max_length=1000)),
                ('next_step', models.TextField(blank=True, max_length=1000)),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('visited_on'), nulls_first=True), 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('who', models.CharField(blank=True, max_length=60)),
                ('due_on', models.DateField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('reminded_on', models.DateField(null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.AddField(
            model_name='result',
            name='client_cards',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='actionplan',
            name='remind_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reminded_of', to='scans.owner'),
        ),
        migrations.AddField(
            model_name='actionplan',
            name='result',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='scans.result'),
        ),
        migrations.AddField(
            model_name='clientcard',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='client_cards', to='scans.department'),
        ),
        migrations.AddField(
            model_name='planstep',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='scans.actionplan'),
        ),
        migrations.AddConstraint(
            model_name='clientcard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('concerns', ''), ('concerns_known__isnull', True)), models.Q(models.Q(('concerns', ''), _negated=True), ('concerns_known__isnull', False)), _connector='OR'), name='clientcard_concerns_marked'),
        ),
        migrations.AddConstraint(
            model_name='clientcard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('wants', ''), ('wants_known__isnull', True)), models.Q(models.Q(('wants', ''), _negated=True), ('wants_known__isnull', False)), _connector='OR'), name='clientcard_wants_marked'),
        ),
        migrations.AddConstraint(
            model_name='clientcard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('success', ''), ('success_known__isnull', True)), models.Q(models.Q(('success', ''), _negated=True), ('success_known__isnull', False)), _connector='OR'), name='clientcard_success_marked'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('plan', 'place'), name='planstep_place_once'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 5)), name='planstep_at_most_five'),
        ),
    ]
