"""Indexes for what the dashboard filters, sorts and counts by."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scans', '0009_content'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(models.F('status'), models.OrderBy(models.F('opened_on'), descending=True), name='listedscan_status'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(models.F('size_class'), models.OrderBy(models.F('opened_on'), descending=True), name='listedscan_size'),
        ),
        migrations.AddIndex(
            model_name='scan',
            index=models.Index(fields=['opened_on'], name='scan_opened'),
        ),
        migrations.AddIndex(
            model_name='scan',
            index=models.Index(models.OrderBy(models.F('closed_on'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'closed')), name='scan_closed_last'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(fields=['n', 'relevantie', 'scan'], condition=models.Q(('relevantie__isnull', False)), name='listedscan_relevantie'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(fields=['n', 'timing', 'scan'], condition=models.Q(('timing__isnull', False)), name='listedscan_timing'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(fields=['n', 'resultaat', 'scan'], condition=models.Q(('resultaat__isnull', False)), name='listedscan_resultaat'),
        ),
        migrations.AddIndex(
            model_name='listedscan',
            index=models.Index(fields=['n', 'impact', 'scan'], condition=models.Q(('impact__isnull', False)), name='listedscan_impact'),
        ),
    ]
