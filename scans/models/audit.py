"""The audit log: who did what to which object, and when. It only grows."""

from django.db import models

from scans.models.account import Account


class Action(models.TextChoices):
    """What can be done; each has its words in ``scans.reports.actions``."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SECOND_STEP_FAILED = "second_step_failed"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    ACCOUNT_MADE = "account_made"
    ROLE_CHANGED = "role_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    PASSWORD_ASKED = "password_asked"  # noqa: S105 - the name of an action
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an action
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "code_used"
    SCANS_LISTED = "scans_listed"
    SCAN_SEEN = "scan_seen"
    SCAN_PRESENTED = "scan_presented"
    REPORT_FETCHED = "report_fetched"
    SCANS_EXPORTED = "scans_exported"
    DATA_HANDED_OUT = "data_handed_out"
    NOTE_WRITTEN = "note_written"
    FOLLOWED_UP = "followed_up"
    EXCLUDED = "excluded"
    INCLUDED = "included"
    DEPARTMENTS_MERGED = "departments_merged"
    ORGANISATIONS_MERGED = "organisations_merged"
    QUALITY_READ = "quality_read"
    QUESTIONNAIRE_DOWNLOADED = "questionnaire_downloaded"
    QUESTIONNAIRE_PUBLISHED = "questionnaire_published"
    DRAFT_MADE = "draft_made"
    DRAFT_UPLOADED = "draft_uploaded"
    DRAFT_CHANGED = "draft_changed"
    DRAFT_DELETED = "draft_deleted"
    EDITION_PUBLISHED = "edition_published"
    RESULTS_IMPORTED = "results_imported"
    IMPORTED_DELETED = "imported_deleted"
    COMPARED = "compared"
    STYLE_CHANGED = "style_changed"
    LOGO_CHANGED = "logo_changed"
    LOGO_REMOVED = "logo_removed"
    TIP_ADDED = "tip_added"
    TIP_CHANGED = "tip_changed"
    TIP_REMOVED = "tip_removed"
    CONTACT_READ = "contact_read"
    CONTACT_HANDLED = "contact_handled"
    CONTACT_REOPENED = "contact_reopened"
    SUBSCRIBERS_EXPORTED = "subscribers_exported"
    BACKUP_LATE = "backup_late"


class AuditRecord(models.Model):
    """One thing that was done. Triggers in the database refuse every change of it.

    ``who`` is empty when nobody was signed in: a command, or a try to sign in. ``details`` is a
    few words and never holds anything about respondents. Only the housekeeping of old records may
    delete, and says so to the database (``scans.services.audit``).
    """

    who = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    details = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.object_kind} {self.object_id}".strip()
