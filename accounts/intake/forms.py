"""Forms of the import of people."""

from django import forms

from newmedia_portal.core.ui.forms import PortalForm
from newmedia_portal.core.uploads.kinds import accept_of

from .actions import MODES


class UploadForm(PortalForm):
    """Step 1: the workbook."""

    file = forms.FileField(
        label="人员名册",
        help_text="Excel 工作簿（.xlsx），不超过 5 MB、5000 行。",
        error_messages={"required": "请选择人员名册。", "empty": "文件是空的。请选择填好的 Excel 文件。"},
        widget=forms.ClearableFileInput(attrs={"accept": accept_of(("xlsx",))}),
    )


class ConfirmForm(PortalForm):
    """Step 3: how to import."""

    mode = forms.ChoiceField(
        label="导入方式", choices=list(MODES.items()), widget=forms.RadioSelect,
        error_messages={"required": "请选择导入方式。", "invalid_choice": "请选择导入方式。"},
    )  # fmt: skip


class PasswordsForm(forms.Form):
    """How often passwords had been made when the page was shown: a second click makes none."""

    issued = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
