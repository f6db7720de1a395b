"""After a restore the archived part of the log still joins on, and a second factor still opens the door."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.archive import archive, check, joins
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.keeping import AuditArchive
from newmedia_portal.core.backup import make, restore
from newmedia_portal.core.retention.rules import limit
from newmedia_portal.core.second_factor.models import Authenticator
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.demo.emptying import empty_database
from newmedia_portal.settings.keeping import LEAST
from tests.core.audit.logs import log_of
from tests.core.ground import AT
from tests.core.second_factor.making import equip, is_in, prove, shown, sign_in, someone

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_archived_log_and_the_second_factor_survive_a_restore(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    with unit_of_work():
        log_of(200, each=2)
    before = limit(LEAST, at=AT)
    assert before is not None
    sealed = archive(tmp_path, before=before, at=AT)
    assert sealed is not None
    secret, recovery = equip(someone())
    counted = verify()
    make(tmp_path / "portal.zip", at=timezone.now())
    empty_database()
    gone = (Authenticator.objects.count(), AuditArchive.objects.count(), User.objects.count())

    restore(tmp_path / "portal.zip")

    assert gone == (0, 0, 0)
    row = AuditArchive.objects.get()
    assert (row.last_seq, row.last_hash) == (sealed.last_seq, sealed.last_hash)
    assert joins(check(tmp_path / row.file_name))
    assert (counted[1], verify()[1]) == (None, None)
    assert verify()[0] >= counted[0]
    call_command("audit_verify", archive=tmp_path / row.file_name)
    client = sign_in()
    assert not is_in(client)
    prove(client, shown(secret))
    assert is_in(client)
    with_paper = sign_in()
    prove(with_paper, recovery[0])
    assert is_in(with_paper)
    assert prove(sign_in(), recovery[0]).status_code == 422
