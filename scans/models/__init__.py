"""The tables, one module per subject."""

from scans.models.account import Account, AccountLink, Role
from scans.models.afterwards import MARKED, MOST_STEPS, ActionPlan, ClientCard, PlanStep
from scans.models.audit import Action, AuditRecord
from scans.models.backup import BackupRun, Deleted, DeletionNote
from scans.models.benchmark import BenchmarkRow, Edition, EditionFigures, EditionMember
from scans.models.content import (
    ContactRequest,
    HouseStyle,
    ReadingTip,
    Subscriber,
    TipKind,
)
from scans.models.followup import LISTED_SCORES, FollowUp, FollowUpState, ListedScan, Note
from scans.models.links import LinkKind, ScanLink
from scans.models.mail import OutgoingMail
from scans.models.organisation import Department, Organisation
from scans.models.owner import Owner
from scans.models.quality import QualityCount, QualitySnapshot, QuestionnaireDraft
from scans.models.questionnaire import QuestionnaireVersion
from scans.models.result import FileKind, ReportFile, Result
from scans.models.scan import TRANSITIONS, Group, Response, Scan, ScanStatus

__all__ = [
    "LISTED_SCORES",
    "MARKED",
    "MOST_STEPS",
    "TRANSITIONS",
    "Account",
    "AccountLink",
    "Action",
    "ActionPlan",
    "AuditRecord",
    "BackupRun",
    "BenchmarkRow",
    "ClientCard",
    "ContactRequest",
    "Deleted",
    "DeletionNote",
    "Department",
    "Edition",
    "EditionFigures",
    "EditionMember",
    "FileKind",
    "FollowUp",
    "FollowUpState",
    "Group",
    "HouseStyle",
    "LinkKind",
    "ListedScan",
    "Note",
    "Organisation",
    "OutgoingMail",
    "Owner",
    "PlanStep",
    "QualityCount",
    "QualitySnapshot",
    "QuestionnaireDraft",
    "QuestionnaireVersion",
    "ReadingTip",
    "ReportFile",
    "Response",
    "Result",
    "Role",
    "Scan",
    "ScanLink",
    "ScanStatus",
    "Subscriber",
    "TipKind",
]
