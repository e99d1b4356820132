"""Who may use the dashboard: inviting, roles and access. For the beheerder only."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scans.models import Account, AccountLink, LinkKind, Role
from scans.queries.accounts import accounts_with_factors, open_invitations
from scans.services import accounts as services
from scans.services.keys import id_from, is_first_use
from scans.services.mailing import account_url, queue_account_mail
from scans.tasks import send_mail
from scans.web.adviser.access import account_of, for_manager
from scans.web.adviser.forms import InviteForm, RoleForm
from scans.web.adviser.sessions import end_sessions
from scans.web.adviser.signing import DONE, UNPROCESSABLE
from scans.web.formkeys import key_for, key_of

LAST = "laatste"
DISABLE, ENABLE = "uit", "aan"


@require_safe
@for_manager
def accounts(request: HttpRequest) -> HttpResponse:
    """Show everybody, and who was invited."""
    return _list(request, InviteForm(initial={"role": Role.ADVISEUR}))


@require_POST
@for_manager
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail and show the link, for when the mail doesn't come."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])

    def make(link_id: UUID) -> AccountLink:
        by = account_of(request)
        moment = timezone.now()
        return services.invite(email=email, role=role, by=by, moment=moment, link_id=link_id)

    try:
        link = _mailed_once(request, ["invitation", email, role], make, email)
    except services.KnownAddressError:
        form.add_error("email", _("Met dit adres is er al een account. Je vindt het hieronder."))
        return _list(request, form)
    return _told(request, link)


@transaction.atomic  # a link, its mail and the task that sends it
def _mailed_once(
    request: HttpRequest, about: list[object], make: Callable[[UUID], AccountLink], address: str
) -> AccountLink | None:
    """Return the link that a form makes and mails, the same one when the form is sent twice.

    ``None`` when it was sent before, and the link of then is gone.
    """
    key = key_of(request)
    link_id = id_from(key, about)
    if not is_first_use(key, about, timezone.now()):
        return AccountLink.objects.filter(pk=link_id, used_at=None).first()
    link = make(link_id)
    mail_id = queue_account_mail(link=link, address=address, language=get_language() or "nl")
    send_mail.enqueue(str(mail_id))
    return link


def _told(
    request: HttpRequest, link: AccountLink | None, account: Account | None = None
) -> HttpResponse:
    if link is None:
        return redirect("accounts")
    context = {"link": link, "url": account_url(link), "account": account}
    return render(request, "adviser/link.html", context)


def _list(request: HttpRequest, form: InviteForm) -> HttpResponse:
    context = {
        "form": form,
        "accounts": accounts_with_factors(),
        "invitations": open_invitations(timezone.now()),
        "done": request.GET.get(DONE, ""),
        "key": key_for(request),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "adviser/accounts.html", context, status=status)


@require_POST
@for_manager
def withdraw(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Make an invitation worthless."""
    get_object_or_404(AccountLink, pk=link_id, kind=LinkKind.INVITATION)
    services.withdraw_invitation(link_id=link_id, by=account_of(request), moment=timezone.now())
    return redirect(f"{reverse('accounts')}?{DONE}=ingetrokken")


@require_safe
@for_manager
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show one account, with what can be changed of it."""
    context = {
        "account": get_object_or_404(accounts_with_factors(), pk=account_id),
        "key": key_for(request),
        "done": request.GET.get(DONE, ""),
    }
    return render(request, "adviser/account.html", context)


@require_POST
@for_manager
def role(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give somebody another role."""
    get_object_or_404(Account, pk=account_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return redirect("account", account_id=account_id)
    try:
        services.change_role(
            account_id=account_id,
            role=Role(form.cleaned_data["role"]),
            by=account_of(request),
            moment=timezone.now(),
        )
    except services.LastManagerError:
        return _back(account_id, LAST)
    return _back(account_id, "rol")


@require_POST
@for_manager
def access(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let somebody in no more, or again."""
    colleague = get_object_or_404(Account, pk=account_id)
    change = {DISABLE: services.disable_account, ENABLE: services.enable_account}.get(
        request.POST.get("toegang", "")
    )
    if change is None:
        return redirect("account", account_id=account_id)
    try:
        change(account_id=account_id, by=account_of(request), moment=timezone.now())
    except services.LastManagerError:
        return _back(account_id, LAST)
    end_sessions(colleague)  # also for when somebody lets them in again within the half hour
    return _back(account_id, "toegang")


@require_POST
@for_manager
def afresh(request: HttpRequest, account_id: int) -> HttpResponse:
    """Help a colleague who lost every second factor: password and factor are set anew."""
    colleague = get_object_or_404(Account, pk=account_id, is_active=True)
    me = account_of(request)
    if colleague == me:  # who is signed in can change their own second factor
        return redirect("mfa_index")

    def make(link_id: UUID) -> AccountLink:
        moment = timezone.now()
        return services.forget_factors(account_id=account_id, by=me, moment=moment, link_id=link_id)

    link = _mailed_once(request, ["afresh", account_id], make, colleague.email)
    return _told(request, link, colleague)


def _back(account_id: int, done: str) -> HttpResponse:
    return redirect(f"{reverse('account', kwargs={'account_id': account_id})}?{DONE}={done}")
