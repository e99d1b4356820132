"""How long what is kept: each term from the environment, within what can be answered for."""

from dataclasses import dataclass

from afdelingsscan.environment import env_number


@dataclass(frozen=True, slots=True)
class Retention:
    """Terms in whole days or months, as the names say.

    ``unfinished_days`` after the start of a scan that was never sent; ``answers_days`` after a
    round closed, for single answers; ``results_months`` after the last round closed, or after the
    aanvrager asked to keep it longer, for all of a department, with a warning ``warning_days``
    before; ``unconfirmed_days`` for who asked for the newsletter and didn't confirm it;
    ``contact_days`` after a request was handled and ``unanswered_days`` after one was made that
    nobody handled; ``mail_days`` for a mail that never left; ``audit_months`` for records of the
    audit log; ``logs_days`` for files of our own: mails of a site without a mail server.
    """

    unfinished_days: int
    answers_days: int
    results_months: int
    warning_days: int
    unconfirmed_days: int
    contact_days: int
    unanswered_days: int
    mail_days: int
    audit_months: int
    logs_days: int


RANGES = {
    "KEEP_UNFINISHED_DAYS": (7, 90),
    # Never longer than what respondents were promised when there was no choice.
    "KEEP_ANSWERS_DAYS": (7, 30),
    "KEEP_RESULTS_MONTHS": (6, 60),
    "KEEP_RESULTS_WARNING_DAYS": (14, 90),
    "KEEP_UNCONFIRMED_DAYS": (1, 30),
    "KEEP_CONTACT_DAYS": (7, 365),
    "KEEP_UNANSWERED_CONTACT_DAYS": (30, 730),
    # A mail server may be down for eight hours before a mail is given up.
    "KEEP_MAIL_DAYS": (1, 30),
    "KEEP_AUDIT_MONTHS": (6, 84),
    "KEEP_LOGS_DAYS": (1, 90),
}
"""Shortest and longest: less is of no use to anybody, more can't be explained to whom it is of."""


def retention_from_environment() -> Retention:
    """Return the terms of this site; ``ImproperlyConfigured`` for one that is out of its range."""
    return Retention(
        unfinished_days=_env_term("KEEP_UNFINISHED_DAYS", 30),
        answers_days=_env_term("KEEP_ANSWERS_DAYS", 30),
        results_months=_env_term("KEEP_RESULTS_MONTHS", 24),
        warning_days=_env_term("KEEP_RESULTS_WARNING_DAYS", 42),
        unconfirmed_days=_env_term("KEEP_UNCONFIRMED_DAYS", 7),
        contact_days=_env_term("KEEP_CONTACT_DAYS", 90),
        unanswered_days=_env_term("KEEP_UNANSWERED_CONTACT_DAYS", 365),
        mail_days=_env_term("KEEP_MAIL_DAYS", 3),
        audit_months=_env_term("KEEP_AUDIT_MONTHS", 24),
        logs_days=_env_term("KEEP_LOGS_DAYS", 30),
    )


def _env_term(name: str, default: int) -> int:
    return env_number(name, default=default, within=RANGES[name])
