"""What the pages of the watch share: finding by right, telling refusals, filters."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.forms.fields import UnitField
from accounts.models import MediaAccount, Platform
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.lists import PortalFilterSet

from ...models import SilenceFlag, Suspension

VIEW = "assessments.list_activity"
ENTER = "assessments.enter_items"
ASK = "assessments.ask_pause"
DECIDE = "assessments.decide_activity"
ANSWER = "assessments.answer_proposal"


def find_account(request: HttpRequest, pk: int) -> MediaAccount:
    """Return an account that the person may see and that publishes; hidden ones are not found."""
    rows = MediaAccount.objects.visible_to(request.user).select_related("unit__root", "root", "platform")
    return get_object_or_404(rows, pk=pk, platform__is_group=False)


def find_flag(request: HttpRequest, pk: int, right: str) -> SilenceFlag:
    """Return a flag on which the person may act; all others are not found."""
    rows = SilenceFlag.objects.visible_to(request.user).select_related("unit", "account")
    flag = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(right, flag):
        raise Http404
    return flag


def find_pause(request: HttpRequest, pk: int) -> Suspension:
    """Return a pause that the person may see."""
    rows = Suspension.objects.visible_to(request.user).select_related(
        "unit", "account__platform", "asked_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


def refuse(request: HttpRequest, refused: Refused, form: Any = None) -> None:
    """Say a refusal at its field and on top, or as a message where there is no form."""
    if form is not None:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    else:
        messages.error(request, refused.message)


class OfAccount(PortalFilterSet):
    """Rows that hang on an account: by words, unit with its subtree, platform."""

    q = django_filters.CharFilter(label="账号或单位", method="by_words")
    unit = django_filters.Filter(label="单位及其下级", method="by_unit", help_text="填写单位全称或单位代码。")
    platform = django_filters.MultipleChoiceFilter(label="平台", field_name="account__platform__code", choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].field_class = UnitField
        self.filters["unit"].extra["queryset"] = Unit.objects.visible_to(self.request.user)
        publishing = Platform.objects.filter(is_group=False)
        self.filters["platform"].extra["choices"] = list(publishing.values_list("code", "name"))

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the rows whose account or unit contains the words."""
        words = value.replace("\x00", "").strip()[:100]
        return rows.filter(Q(account__name__icontains=words) | Q(unit__name__icontains=words))

    def by_unit(self, rows: QuerySet[Any], name: str, value: Unit | None) -> QuerySet[Any]:
        """Return the rows of the subtree."""
        if value is None:
            return rows
        return rows.filter(unit__in=Unit.objects.below(value.path).order_by().values("pk"))
