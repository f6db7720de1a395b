"""The body of a post as a form field (正文): cleaned of what office programs add, kept in its one form."""

import re
from html import escape
from typing import Any

from django import forms
from django.urls import NoReverseMatch, reverse

from newmedia_portal.core.refusals import Refused

from ..richtext import PICTURE_FOLDER, from_office, plain_text, sanitise

_TAG = re.compile(r"<[a-zA-Z/!]")
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")
_BLOCK_END = re.compile(r"(</(?:p|h2|h3|h4|ul|ol|li|tr|table|blockquote)>)(?=<)")


class RichTextInput(forms.Textarea):
    """A textarea that the script turns into an editor; without the script it holds the text with its tags.

    `upload_url` and `clean_url` are addresses or names of addresses: see static/js/editor.js for what they answer.
    """

    template_name = "components/editor.html"

    def __init__(self, attrs: Any = None, *, upload_url: str = "", clean_url: str = "") -> None:
        self.upload_url, self.clean_url = upload_url, clean_url
        super().__init__({"rows": 16, "data-editor": True, "data-pictures": PICTURE_FOLDER, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the addresses that the editor talks to."""
        context = super().get_context(name, value, attrs)
        for key, address in (("data-upload-url", self.upload_url), ("data-clean-url", self.clean_url)):
            if address:
                context["widget"]["attrs"][key] = _address(address)
        return context

    def format_value(self, value: Any) -> str | None:
        """Put each block on a line of its own, so that the text can be read without the editor."""
        text = super().format_value(value)
        return _BLOCK_END.sub(r"\1\n", text) if text else text


class RichTextField(forms.CharField):
    """The body of a post; raises the refusal of the cleaning as an error of the field.

    Text without any tag, as it comes from a plain textarea, is read as paragraphs. `required` asks for words, a
    picture alone is no text.
    """

    widget = RichTextInput

    def to_python(self, value: Any) -> str:
        """Return the clean body."""
        text = super().to_python(value) or ""
        if not _TAG.search(text):
            text = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
        try:
            return sanitise(from_office(_BLANK.sub("\n<p>", text)))
        except Refused as refusal:
            raise forms.ValidationError(refusal.message, code="refused") from refusal

    def validate(self, value: Any) -> None:
        """Refuse a body without words where one is asked for."""
        if self.required and not plain_text(value).strip():
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the clean texts, not the spelling of the tags."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


def _address(name: str) -> str:
    """Return an address as it is, or the one that a name stands for."""
    if name.startswith("/"):
        return name
    try:
        return reverse(name)
    except NoReverseMatch as error:
        raise ValueError(f"没有名为 {name} 的地址。") from error
