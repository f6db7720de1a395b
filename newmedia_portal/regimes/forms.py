"""Forms for drafts (草稿表单): the common edits as questions, the whole as text, the day of publishing."""

from typing import Any

from django import forms

from newmedia_portal.core.ui.forms import DayField, PortalForm
from newmedia_portal.core.ui.meanwhile import MeanwhileForm

from . import vocabulary as v
from .schema import Edition, FilingKind, RoleRequirement, Setting


class PublishForm(PortalForm):
    """From which day the edition binds new cases."""

    effective_from = DayField(label="启用日期", help_text="从这一天起，新开始的备案按这个版本办理；不能早于今天。")


class TextForm(MeanwhileForm):
    """The whole edition as text."""

    text = forms.CharField(
        label="制度内容",
        help_text="保存前逐条校验，有错误时按行号列出。制度代码和版本号不能改动。",
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "false", "class": "form-control code"}),
        strip=False,
    )


class DraftForm(MeanwhileForm):
    """Limits, head counts, settings, contact and typical reasons of one draft."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        self.edition = edition
        self.groups: list[tuple[str, list[str]]] = []
        super().__init__(*args, **kwargs)
        self._add_limits()
        self._add_counts()
        self._add_settings()
        self._add_texts()
        self.carry()

    def grouped(self) -> list[tuple[str, list[Any]]]:
        """Fields under their headings, for the template."""
        return [(heading, [self[name] for name in names]) for heading, names in self.groups if names]

    def _add(self, name: str, field: forms.Field, article: str, initial: Any) -> str:
        field.article = article  # type: ignore[attr-defined]
        self.fields[name] = field
        self.initial[name] = initial
        self.dress(name)
        return name

    def _add_limits(self) -> None:
        names = []
        for position, kind in enumerate(self.edition.filing_kinds):
            if kind.limit and not kind.limit_setting:
                names += self._limit(position, kind)
        self.groups.append(("期限", names))

    def _limit(self, position: int, kind: FilingKind) -> list[str]:
        limit = kind.limit
        if limit is None:
            return []
        number = forms.IntegerField(
            label=f"{kind.name}：期限数", min_value=1, max_value=3660, help_text=f"自{limit.anchor_label}起算。"
        )
        names = [self._add(f"limit_{position}_number", number, limit.article, limit.number)]
        if not kind.unit_setting:
            units = [(code, word.lstrip("个")) for code, word in v.UNITS.items()]
            unit = forms.ChoiceField(label=f"{kind.name}：期限单位", choices=units)
            names.append(self._add(f"limit_{position}_unit", unit, limit.article, limit.unit))
        return names

    def _add_counts(self) -> None:
        names = []
        for position, item in enumerate(self.edition.role_requirements):
            names += self._count(position, item)
        self.groups.append(("角色人数", names))

    def _count(self, position: int, item: RoleRequirement) -> list[str]:
        low = forms.IntegerField(label=f"{item.label}：至少", min_value=0, max_value=999)
        high = forms.IntegerField(
            label=f"{item.label}：至多", min_value=1, max_value=999, required=False, help_text="不填为不限。"
        )
        return [
            self._add(f"role_{position}_min", low, item.article, item.min),
            self._add(f"role_{position}_max", high, item.article, item.max),
        ]

    def _add_settings(self) -> None:
        names = [
            self._add(f"setting_{item.key}", _setting_field(item), item.article, _initial(item))
            for item in self.edition.settings
        ]
        self.groups.append(("设定项", names))

    def _add_texts(self) -> None:
        contact = forms.CharField(label="备案机关联系人", required=False, max_length=80)
        names = [self._add("contact", contact, self.edition.authority.article, self.edition.authority.contact)]
        for kind, label in (("return", "退回补正的常用理由"), ("reject", "不予备案的常用理由")):
            field = forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 8}), help_text="每行一条。")
            texts = [item.text for item in self.edition.return_reasons if item.kind == kind]
            names.append(self._add(f"reasons_{kind}", field, "", "\n".join(texts)))
        self.groups.append(("联系人与常用理由", names))

    def apply(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the answers into the plain data of the edition and return it."""
        cleaned = self.cleaned_data
        for position, kind in enumerate(data["filing_kinds"]):
            if f"limit_{position}_number" in cleaned:
                unit = cleaned.get(f"limit_{position}_unit", kind["limit"]["unit"])
                _put_limit(kind["limit"], cleaned[f"limit_{position}_number"], unit)
        for position, item in enumerate(data["role_requirements"]):
            item["min"] = cleaned[f"role_{position}_min"]
            item.pop("max", None)
            if cleaned[f"role_{position}_max"] is not None:
                item["max"] = cleaned[f"role_{position}_max"]
        for item, model in zip(data["settings"], self.edition.settings, strict=True):
            item["value"] = _typed(model, cleaned[f"setting_{model.key}"])
        data["authority"]["contact"] = cleaned["contact"]
        data["return_reasons"] = self._reasons(data["return_reasons"])
        return data

    def _reasons(self, stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
        known = {(item["kind"], item["text"]): item for item in stored}
        taken = {item["code"] for item in stored}
        reasons = []
        for kind in ("return", "reject"):
            for text in filter(None, (row.strip() for row in self.cleaned_data[f"reasons_{kind}"].splitlines())):
                reasons.append(known.get((kind, text)) or _new_reason(kind, text, taken))
        return reasons


def _new_reason(kind: str, text: str, taken: set[str]) -> dict[str, Any]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    code = next(f"local_{a}{b}" for a in letters for b in letters if f"local_{a}{b}" not in taken)
    taken.add(code)
    return {"code": code, "kind": kind, "text": text, "article": "条文未规定", "basis": "local"}


def _put_limit(limit: dict[str, Any], number: int, unit: str) -> None:
    if (limit["number"], limit["unit"]) != (number, unit):
        limit.update(number=number, unit=unit, basis="local")


def _setting_field(item: Setting) -> forms.Field:
    if item.choices:
        choices = [(str(choice.value), choice.label) for choice in item.choices]
        return forms.ChoiceField(label=item.label, choices=choices, help_text=f"建议：{item.recommended_text}。")
    if isinstance(item.value, int):
        text = f"单位：{item.unit}。建议：{item.recommended_text}。"
        return forms.IntegerField(label=item.label, min_value=item.minimum, max_value=item.maximum, help_text=text)
    return forms.CharField(label=item.label, help_text=f"建议：{item.recommended_text}。")


def _initial(item: Setting) -> Any:
    return str(item.value) if item.choices else item.value


def _typed(item: Setting, answer: Any) -> Any:
    for choice in item.choices:
        if str(choice.value) == str(answer):
            return choice.value
    return answer
