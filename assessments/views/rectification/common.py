"""What the pages of rectification share: names of rights, finding by right, one kind of step page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import MediaAccount
from duties.views.duty import form_page

from ...models import Finding

VIEW = "assessments.view_inspections"
DIRECT = "assessments.direct_inspections"
ANSWER = "assessments.answer_finding"
RECHECK = "assessments.recheck_finding"
JUDGE = "assessments.judge_objection"
METHODS = ["GET", "POST"]
CRUMB = "问题整改"


def findings(request: HttpRequest) -> QuerySet[Finding]:
    """Return the visible findings with what pages show of them."""
    return Finding.objects.visible_to(request.user).select_related(
        "account__platform", "unit", "campaign__unit", "inspected", "notice", "finder", "repeats", "recheck_of",
        "settled_by", "edition",
    )  # fmt: skip


def find_finding(request: HttpRequest, pk: int, *, need: str = "") -> Finding:
    """Return a finding that the person may see and, with `need`, work on; all others are not found."""
    finding = get_object_or_404(findings(request), pk=pk)
    if need and not request.user.has_perm(need, finding):
        raise Http404
    return finding


def enterable(request: HttpRequest) -> QuerySet[MediaAccount]:
    """Return the accounts of which the department may say something."""
    return MediaAccount.objects.visible_to(request.user).exclude(platform__is_group=True).order_by("pk")


def step_page(
    request: HttpRequest, finding: Finding, form: Any, do: Callable[[], Any], *, title: str, button: str, word: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form of one step above what was found; done, go back to the finding with a word."""
    home = reverse("assessments:finding", args=[finding.pk])

    def act() -> str:
        do()
        messages.success(request, word)
        return home

    crumbs = (CRUMB, reverse("assessments:findings"), str(finding), home)
    return form_page(
        request, form, act, title=title, button=button, back=home, crumbs=crumbs, finding=finding,
        above="assessments/rectification/short.html", **more,
    )  # fmt: skip
