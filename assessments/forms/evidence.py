"""A field for several files (取证材料)."""

from typing import Any

from django import forms

FILES_HELP = "可选多个，支持 JPG、PNG、PDF、DOCX、XLSX、OFD，每个不超过 20 MB；手机上可以直接拍照或选截图。"


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files as a list; what they are is judged when they are kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were chosen, none as an empty list."""
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files if one]
