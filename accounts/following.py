"""Accounts and units can be followed (关注); what happens to an account is told to those who follow its unit too."""

from django.urls import reverse

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.following.registry import Followable, register

from .models import MediaAccount

register(
    Followable(
        MediaAccount,
        "账号",
        rows=lambda user: MediaAccount.objects.visible_to(user).select_related("unit"),
        url=lambda account: reverse("accounts:detail", args=[account.pk]),
        actions=frozenset({"account.updated", "account.corrected", "account.unfiled"}),
        above=lambda account: ((Unit, account.unit_id),),
    )
)
register(
    Followable(
        Unit,
        "单位",
        rows=lambda user: Unit.objects.visible_to(user),
        url=lambda unit: reverse("units:detail", args=[unit.pk]),
        actions=frozenset({"unit.renamed", "unit.moved", "unit.closed"}),
    )
)
