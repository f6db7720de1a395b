"""Forms: errors, articles, labels."""

import re

import pytest
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.errors import found_errors
from newmedia_portal.core.ui.forms import DayField, PortalForm, PortalModelForm

from .urls import SampleForm


class UnitForm(PortalModelForm):
    """A form of a model."""

    class Meta:
        """Three fields."""

        model = Unit
        fields = ["name", "regime", "closed_on"]


def test_every_error_stands_in_the_summary_and_links_to_its_field() -> None:
    form = SampleForm({"opened_on": "31.2."})
    page = str(form)

    targets = re.findall(r'<li><a href="#([^"]+)">', page)
    assert targets == ["id_name", "id_platform", "id_opened_on", "id_kind", "id_agreed"]
    assert all(f'id="{target}"' in page for target in targets)


def test_the_words_of_an_error_name_the_remedy() -> None:
    form = SampleForm({})

    assert [error.message for error in found_errors(form)] == [
        "请填写账号名称。", "请选择平台。", "请填写开通日期。", "请选择账号类别。", "请勾选“已经核对,内容属实”。",
    ]  # fmt: skip


def test_a_field_is_tied_to_its_help_article_and_error() -> None:
    page = str(SampleForm({"name": ""}))

    described = re.search(r'name="name"[^>]*aria-describedby="([^"]+)"', page)
    assert described is not None
    assert described[1] == "id_name_helptext id_name_error"
    assert '<span class="article">第七条</span>' in page
    assert "例如:示例发布" in page


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    page = str(SampleForm())

    assert re.findall(r'for="(id_\w+)">[^<]+ <span class="optional">', page) == ["id_scope"]


def test_no_browser_bubble_takes_the_place_of_our_messages() -> None:
    assert " required" not in str(SampleForm())


def test_days_of_a_model_are_read_in_every_usual_way() -> None:
    form = UnitForm({"name": "示例局", "regime": "demo", "closed_on": "2026年3月5日"})

    assert isinstance(form.fields["closed_on"], DayField)
    assert form.is_valid()
    assert form.cleaned_data["closed_on"].isoformat() == "2026-03-05"


def test_rows_of_a_formset_are_named_in_the_summary() -> None:
    rows = formset_factory(SampleForm)
    sent = rows({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-1-name": "示例"})

    messages = [error.message for error in found_errors(sent)]

    assert messages[0] == "第 2 行:请选择平台。"


def test_unbound_forms_have_no_errors() -> None:
    assert found_errors(SampleForm(), formset_factory(SampleForm)()) == []


def test_text_of_the_reader_is_escaped_in_the_summary() -> None:
    class Loud(PortalForm):
        """Repeats what was typed."""

        word = forms.CharField()

        def clean_word(self) -> str:
            raise forms.ValidationError(f"不认识 {self.cleaned_data['word']}")

    page = Template("{% error_summary form %}").render(Context({"form": Loud({"word": "<b>x</b>"})}))

    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


@pytest.mark.parametrize("typed", ["", "not-a-token", "0" * 40])
def test_a_spoiled_token_is_no_server_error(typed: str) -> None:
    form = SampleForm({"token": typed})

    assert form.is_valid() is False
