"""The people of a filing as rows of a form (管理队伍); mobile numbers stay masked unless they are typed anew."""

import re
from typing import Any

from django import forms

from newmedia_portal.core.access.secrets import mask_phone, seal, unseal
from newmedia_portal.core.ui.forms import PortalForm
from newmedia_portal.regimes.vocabulary import ROLES

from ..content import kind_of
from ..models import Filing

MOBILE = re.compile(r"^1\d{10}$")
MOST_PEOPLE = 40


class PersonForm(PortalForm):
    """One person: role, name, post and how to reach them."""

    role = forms.ChoiceField(label="角色", required=False)
    name = forms.CharField(label="姓名", max_length=40, required=False)
    title = forms.CharField(label="职务", max_length=60, required=False)
    office_phone = forms.CharField(label="办公电话", max_length=30, required=False)
    mobile = forms.CharField(label="手机号码", max_length=20, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], team: list[dict[str, Any]], **kwargs: Any) -> None:
        self.team = team
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "请选择"), *roles]  # type: ignore[attr-defined]
        for name in ("role", "name"):
            self.fields[name].asked = True  # type: ignore[attr-defined]

    def clean_mobile(self) -> str:
        """Return the sealed number: the old one where the masked text was left as it is."""
        written = str(self.cleaned_data.get("mobile") or "").strip()
        if "*" in written and (old := self._known(written)):
            return old
        typed = written.replace(" ", "").replace("-", "")
        if typed and not MOBILE.match(typed):
            raise forms.ValidationError("手机号码应为 11 位数字,请核对。")
        return seal(typed)

    def clean(self) -> dict[str, Any]:
        """A row with a name needs its role; a row of a role that says anything about a person needs the name."""
        cleaned = super().clean() or self.cleaned_data
        says = ("title", "office_phone", "mobile", "email")
        nameless = cleaned.get("role") and not cleaned.get("name") and "name" not in self.errors
        if nameless and any(cleaned.get(key) for key in says):
            self.add_error("name", "请填写姓名；不再担任的，请清空本行或按“移除”。")
        if cleaned.get("name") and not cleaned.get("role"):
            self.add_error("role", "请选择这位人员的角色。")
        return cleaned

    def _known(self, masked: str) -> str:
        """Return the sealed number that stands behind a masked one: this person's own, else the only one like it."""
        same = [m for m in self.team if mask_phone(unseal(m.get("mobile_sealed", ""))) == masked]
        own = [m for m in same if m.get("name") == str(self.cleaned_data.get("name") or "")]
        numbers = list(dict.fromkeys(unseal(m["mobile_sealed"]) for m in own or same))
        return str((own or same)[0]["mobile_sealed"]) if len(numbers) == 1 else ""


PersonFormSet = forms.formset_factory(
    PersonForm, extra=0, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE, can_delete=False
)


def people_formset(filing: Filing, data: Any = None) -> Any:
    """Return the rows of a filing; every role that the edition asks for has at least one row."""
    labels = role_labels(filing)
    rows = [{**member, "mobile": mask_phone(unseal(member.get("mobile_sealed", "")))} for member in filing.team]
    present = {row["role"] for row in rows}
    rows += [{"role": role} for role in kind_of(filing).roles if role not in present]
    kwargs = {"roles": list(labels.items()), "team": filing.team}
    return PersonFormSet(data, initial=rows, prefix="team", form_kwargs=kwargs)


def read_people(formset: Any) -> list[dict[str, Any]]:
    """Return the named people as plain data with sealed numbers."""
    kept = ("role", "name", "title", "office_phone", "email")
    return [
        {**{key: form.cleaned_data.get(key, "") for key in kept}, "mobile_sealed": form.cleaned_data.get("mobile", "")}
        for form in formset
        if form.cleaned_data.get("name")
    ]


def role_labels(filing: Filing) -> dict[str, str]:
    """Return the roles of this filing as its edition calls them."""
    edition, kind = filing.edition.edition, kind_of(filing)
    own = {need.role: need.label for need in edition.requirements(kind.roles, filing.unit.kind)}
    return {role: own.get(role, ROLES[role]) for role in kind.roles}
