"""What other systems may hear of accounts (推送事件): entered into the register, changed, closed."""

from django.urls import reverse

from newmedia_portal.core.webhooks.catalogue import Kind, register


def _page(pk: int) -> str:
    return reverse("accounts:detail", args=[pk])


for _code, _label, _actions in (
    ("account.opened", "账号列入台账", {"account.registered", "account.unfiled"}),
    ("account.changed", "账号信息变更", {"account.updated", "account.corrected", "account.absorbed"}),
    ("account.closed", "账号注销或被整合", {"account.closed", "account.merged"}),
):
    register(Kind(_code, _label, "account", "accounts.mediaaccount", url=_page, actions=frozenset(_actions)))
