"""Who may see the dashboard, and the one-time links with which somebody gets or repairs access."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from scans.models.links import LinkKind, derive_token


class Role(models.TextChoices):
    """What somebody may do in the dashboard; a beheerder may do all that an adviseur may."""

    ADVISEUR = "adviseur"
    BEHEERDER = "beheerder"


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; their address is the same however its capitals are typed."""

    def create_account(self, *, email: str, name: str, password: str, role: Role) -> "Account":
        """Save a new account, its password hashed."""
        account = Account(email=email.strip().lower(), name=name, role=role)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find somebody by what they sign in with."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """An adviseur or beheerder: signs in with an e-mail address, a password and a second factor.

    Accounts are never deleted, because the audit log names them: they are disabled.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    is_active = models.BooleanField(default=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="account_address_in_lower_case", condition=Q(email=Lower(F("email")))
            ),
            models.CheckConstraint(
                name="account_role_is_known", condition=Q(role__in=[r.value for r in Role])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_manager(self) -> bool:
        """Whether they may manage accounts and read the log."""
        return self.role == Role.BEHEERDER


class AccountLink(models.Model):
    """A secret link that works once: to make an account, or to choose a new password.

    It works until ``expires_at``, and ``used_at`` tells that it was used. An invitation without
    an address is the one with which the first account is made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="links")
    email = models.EmailField(max_length=254, blank=True)
    role = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="accountlink_invites_or_belongs_to_an_account",
                condition=Q(
                    kind=LinkKind.INVITATION,
                    account__isnull=True,
                    role__in=[r.value for r in Role],
                )
                | Q(kind=LinkKind.PASSWORD, account__isnull=False, email="", role=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def token(self) -> str:
        """The secret part of the link, derived again."""
        return derive_token(LinkKind(self.kind), self.pk, 1)
