"""What the form pages share: one template, refusals shown at their field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from newmedia_portal.core.refusals import Forbidden, Refused


def run(form: forms.Form, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Do what a valid form asks for; a refusal becomes an error of the form. Returns whether it was done."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Forbidden as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    back: str,
    crumbs: tuple[str, str] = ("", ""),
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """Show a form; `crumbs` names the page above with its address, `back` is where 返回 leads."""
    context = {
        "form": form, "title": title, "button": button, "back": back, "crumb": crumbs[0], "crumb_url": crumbs[1],
        "lead": lead, **more,
    }  # fmt: skip
    template = more.get("template", "accounts/form_page.html")
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
