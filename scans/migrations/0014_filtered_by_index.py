"""Indexes that hold all that the list is filtered on, made while the site goes on writing."""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    # What is made concurrently can't be undone as one.
    atomic = False

    dependencies = [
        ('scans', '0013_trend'),
    ]

    operations = [
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_contact',
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_relevantie',
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_timing',
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_resultaat',
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_impact',
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(condition=models.Q(('contact', True)), fields=['-opened_on', '-scan'], include=('sector', 'size_class', 'status', 'follow_up', 'questionnaire', 'words', 'n', 'relevantie', 'timing', 'resultaat', 'impact'), name='listedscan_contact'),
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(condition=models.Q(('relevantie__isnull', False)), fields=['n', 'relevantie', 'scan'], include=('opened_on', 'contact', 'words', 'sector', 'size_class', 'status', 'follow_up', 'questionnaire'), name='listedscan_relevantie'),
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(condition=models.Q(('timing__isnull', False)), fields=['n', 'timing', 'scan'], include=('opened_on', 'contact', 'words', 'sector', 'size_class', 'status', 'follow_up', 'questionnaire'), name='listedscan_timing'),
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(condition=models.Q(('resultaat__isnull', False)), fields=['n', 'resultaat', 'scan'], include=('opened_on', 'contact', 'words', 'sector', 'size_class', 'status', 'follow_up', 'questionnaire'), name='listedscan_resultaat'),
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(condition=models.Q(('impact__isnull', False)), fields=['n', 'impact', 'scan'], include=('opened_on', 'contact', 'words', 'sector', 'size_class', 'status', 'follow_up', 'questionnaire'), name='listedscan_impact'),
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_sector',
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(fields=['sector', '-opened_on', '-scan'], name='listedscan_sector'),
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_follow_up',
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(fields=['follow_up', '-opened_on', '-scan'], name='listedscan_follow_up'),
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_status',
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(fields=['status', '-opened_on', '-scan'], name='listedscan_status'),
        ),
        RemoveIndexConcurrently(
            model_name='listedscan',
            name='listedscan_size',
        ),
        AddIndexConcurrently(
            model_name='listedscan',
            index=models.Index(fields=['size_class', '-opened_on', '-scan'], name='listedscan_size'),
        ),
        AddConstraintNotValid(
            model_name='listedscan',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'closed'), models.Q(('impact__isnull', True), ('relevantie__isnull', True), ('resultaat__isnull', True), ('timing__isnull', True)), _connector='OR'), name='listedscan_open_has_no_score'),
        ),
        ValidateConstraint(model_name='listedscan', name='listedscan_open_has_no_score'),
    ]
