"""What people of the demo keep in sight (演示关注和视图): a shared view of the register, and followers who are told."""

from datetime import datetime

from accounts.actions.register import correct
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.following.actions import follow
from newmedia_portal.core.saved.actions import save_view

from .cases import Stage, person

REGIMES = ("gejiu",)
WEIBO = "platform=weibo&state=filed&sort=-filed_on"


def keep_in_sight(stage: Stage, at: datetime) -> None:
    """Save views of the register and of the filings, follow an account and its unit, and let one thing change."""
    if stage.regime not in REGIMES:
        return
    registrar, operator = (
        person(User.objects.get(username=f"{stage.regime}-{role}")) for role in ("registrar", "operator")
    )
    office = registrar.posts.select_related("unit").get(role="registrar", until=None).unit
    for path, name, query, columns, shared in (
        (
            "/accounts/",
            "已备案的微博",
            "platform=weibo&state=filed&sort=-filed_on",
            ["certificate_no", "filed_on"],
            office,
        ),
        ("/accounts/", "口令待更换", "password_due=true", None, None),
        ("/filings/", "本机关办理中", "state=authority&sort=due_on", None, office),
    ):
        chosen = ["name", "unit", *columns] if columns else None
        save_view(path=path, name=name, query=query, columns=chosen, shared_with=shared, by=registrar, at=at)
    account = MediaAccount.objects.visible_to(operator).filter(state="filed").order_by("pk").first()
    if account is None:
        return
    for one in (account, account.unit):
        follow(one, by=operator, at=at)
    words = {"remark": f"{account.remark} 已核对头像和认证信息（示例）".strip()}
    correct(account, words, version=account.version, reason="季度核对（示例）", by=registrar, at=at)
