"""The tables, one module per subject."""

from scans.models.account import Account, AccountLink, Role
from scans.models.audit import Action, AuditRecord
from scans.models.benchmark import BenchmarkRow, Edition, EditionFigures, EditionMember
from scans.models.links import LinkKind, ScanLink
from scans.models.mail import OutgoingMail
from scans.models.organisation import Department, Organisation
from scans.models.owner import Owner
from scans.models.questionnaire import QuestionnaireVersion
from scans.models.result import ReportFile, Result
from scans.models.scan import TRANSITIONS, Group, Response, Scan, ScanStatus

__all__ = [
    "TRANSITIONS",
    "Account",
    "AccountLink",
    "Action",
    "AuditRecord",
    "BenchmarkRow",
    "Department",
    "Edition",
    "EditionFigures",
    "EditionMember",
    "Group",
    "LinkKind",
    "Organisation",
    "OutgoingMail",
    "Owner",
    "QuestionnaireVersion",
    "ReportFile",
    "Response",
    "Result",
    "Role",
    "Scan",
    "ScanLink",
    "ScanStatus",
]
