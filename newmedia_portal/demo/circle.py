"""The circle of accounts in the demo (演示工作圈), where the regulation knows one."""

from accounts.actions.circle import enter_circle
from accounts.circle import circle_of
from accounts.models import MediaAccount
from accounts.states import AccountState
from newmedia_portal.core.access.models import User
from newmedia_portal.regimes.editions import edition_for

from .cases import Stage, person

#: How members stand: the account follows the department, the department follows back.
STANDINGS = ((True, True), (True, False), (True, True), (False, False))


def gather(stage: Stage) -> None:
    """Let most filed accounts of the organisation join, some of them following each other."""
    if circle_of(edition_for(stage.regime, stage.today).edition) is None:
        return
    registrar = User.objects.get(username=f"{stage.regime}-registrar")
    filed = MediaAccount.objects.filter(root=stage.unit.root, state=AccountState.FILED).order_by("pk")
    for number, account in enumerate(filed):
        if number % 5 == 4:
            continue
        follows, back = STANDINGS[number % len(STANDINGS)]
        enter_circle(
            account, joined_on=stage.day(40 - number % 30), follows_us=follows, followed_by_us=back,
            note="协助实名认证" if number % 3 == 0 else "", by=person(registrar), at=stage.moment(1, 16),
        )  # fmt: skip
