"""Filings can be followed (关注); what happens to one is told to those who follow its account or unit too."""

from django.urls import reverse

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.following.registry import Followable, register

from .models import Filing

register(
    Followable(
        Filing,
        "备案",
        rows=lambda user: Filing.objects.visible_to(user).select_related("unit", "account"),
        url=lambda filing: reverse("filings:detail", args=[filing.pk]),
        above=lambda filing: ((MediaAccount, filing.account_id), (Unit, filing.unit_id)),
    )
)
