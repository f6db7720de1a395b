"""After an upgrade the entries that the program before wrote are found by their name too."""

import pytest
from django.core.management import call_command

from accounts.actions.platforms import seed_platforms
from accounts.models import MediaAccount
from newmedia_portal.core.audit.models import AuditEvent
from tests.accounts.entries import enter
from tests.world import NOON, build


@pytest.mark.django_db
def test_what_the_program_before_wrote_is_completed_once_and_said_in_the_log(capsys):
    world = build()
    seed_platforms(by=None, at=NOON)
    kept = enter(world, platform="other", name="示例甲", handle="jia", exception_reason="示例")
    new = enter(world, platform="other", name="示例　乙Ｘ", handle="YI", exception_reason="示例")
    MediaAccount.objects.filter(pk=new.pk).update(name_key="", handle_key="old")

    call_command("finish_upgrade")
    call_command("finish_upgrade")

    new.refresh_from_db()
    assert (new.name_key, new.handle_key) == ("示例乙x", "yi")
    (event,) = AuditEvent.objects.filter(action="account.keys_refreshed")
    assert event.after == {"accounts": [new.pk]}
    assert kept.pk not in event.after["accounts"]
    assert capsys.readouterr().out.splitlines() == [
        "补齐核验比对形式:1 个账号。",
        "补齐核验比对形式:0 个账号。",
    ]
