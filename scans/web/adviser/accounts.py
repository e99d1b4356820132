"""Who may use the dashboard: inviting, roles and access. For the beheerder only."""

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
from scans.services.mailing import account_url, queue_account_mail
from scans.tasks import send_mail
from scans.web.adviser.access import account_of, for_manager
from scans.web.adviser.forms import InviteForm, RoleForm
from scans.web.adviser.signing import DONE, UNPROCESSABLE

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
    try:
        with transaction.atomic():  # an invitation, its mail and the task that sends it
            link = services.invite(
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                by=account_of(request),
                moment=timezone.now(),
            )
            _mail(link, link.email)
    except services.KnownAddressError:
        form.add_error("email", _("Met dit adres is er al een account. Je vindt het hieronder."))
        return _list(request, form)
    return render(request, "adviser/link.html", {"link": link, "url": account_url(link)})


def _mail(link: AccountLink, address: str) -> None:
    mail_id = queue_account_mail(link=link, address=address, language=get_language() or "nl")
    send_mail.enqueue(str(mail_id))


def _list(request: HttpRequest, form: InviteForm) -> HttpResponse:
    context = {
        "form": form,
        "accounts": accounts_with_factors(),
        "invitations": open_invitations(timezone.now()),
        "done": request.GET.get(DONE, ""),
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
    get_object_or_404(Account, pk=account_id)
    change = {DISABLE: services.disable_account, ENABLE: services.enable_account}.get(
        request.POST.get("toegang", "")
    )
    if change is None:
        return redirect("account", account_id=account_id)
    try:
        change(account_id=account_id, by=account_of(request), moment=timezone.now())
    except services.LastManagerError:
        return _back(account_id, LAST)
    return _back(account_id, "toegang")


@require_POST
@for_manager
def afresh(request: HttpRequest, account_id: int) -> HttpResponse:
    """Help a colleague who lost every second factor: password and factor are set anew."""
    colleague = get_object_or_404(Account, pk=account_id, is_active=True)
    me = account_of(request)
    if colleague == me:  # who is signed in can change their own second factor
        return redirect("mfa_index")
    with transaction.atomic():  # the link, its mail and the task that sends it
        link = services.forget_factors(account_id=account_id, by=me, moment=timezone.now())
        _mail(link, colleague.email)
    return render(
        request,
        "adviser/link.html",
        {"link": link, "url": account_url(link), "account": colleague},
    )


def _back(account_id: int, done: str) -> HttpResponse:
    return redirect(f"{reverse('account', kwargs={'account_id': account_id})}?{DONE}={done}")
