"""What changed since an earlier round, cards to print, and being told of the next round."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0012_after_the_report'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reportfile',
            name='reportfile_once_per_language',
        ),
        migrations.AddField(
            model_name='owner',
            name='again_on',
            field=models.DateField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name='reportfile',
            name='kind',
            field=models.CharField(choices=[('report', 'Report'), ('plan', 'Plan'), ('cards', 'Cards')], default='report', max_length=10),
        ),
        migrations.AddField(
            model_name='result',
            name='trend',
            field=models.JSONField(null=True),
        ),
        migrations.AddConstraint(
            model_name='owner',
            constraint=models.CheckConstraint(condition=models.Q(('again_on__isnull', True), ('address_digest__isnull', False), _connector='OR'), name='owner_is_told_by_mail'),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.UniqueConstraint(fields=('result', 'kind', 'language', 'anonymous'), name='reportfile_once_per_language'),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.CheckConstraint(condition=models.Q(('anonymous', False), ('kind', 'report'), _connector='OR'), name='reportfile_only_the_report_is_anonymous'),
        ),
    ]
