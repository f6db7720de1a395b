"""Keys of personal data change without losing a number: in batches, killed anywhere, with backups that come back."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from accounts.models import GroupMember, MediaAccount, TeamMember
from duties.models import ImpostorCase
from filings.content import content_hash
from filings.models import Filing, Submission
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.secrets import fingerprint, fingerprints, key_of, seal, unseal
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.backup import BackupFault, make, restore
from newmedia_portal.core.notices.models import Channel
from newmedia_portal.core.personal import rotating
from newmedia_portal.core.personal.rotating import rotate, standing
from newmedia_portal.core.personal.sealing import places
from newmedia_portal.demo.emptying import empty_database
from tests.core.ground import AT
from tests.dying import Death, survives
from tests.filings.making import submitted
from tests.world import build

OLD, NEW, OTHER = "old-" + "a" * 40, "new-" + "b" * 40, "other-" + "c" * 40
NUMBER = "13900000017"


@pytest.fixture
def sealed_under_the_old(settings: Any, db: Any) -> Filing:
    """A world whose numbers lie under the old key, one of each place that is easily made."""
    settings.PERSONAL_DATA_KEY = OLD
    world = build()
    filing = submitted(world)
    team = [{"role": "head", "name": "张某一", "mobile_sealed": seal(NUMBER)}, {"name": "李某二", "mobile_sealed": ""}]
    Submission.objects.update(team=team)
    Filing.objects.update(team=team)
    for number in range(7):
        person = User.objects.create(username=f"u{number}", full_name=f"人{number}")
        person.phone = NUMBER[:-1] + str(number)
        person.save()
    settings.PERSONAL_DATA_KEY = f"{NEW}\n{OLD}"
    return filing


def plain_numbers() -> list[str]:
    """Return every number of a person and of a filing in plain."""
    people = [user.phone for user in User.objects.order_by("pk")]
    teams = [member.get("mobile_sealed", "") for row in Submission.objects.all() for member in row.team]
    return people + [unseal(one) for one in teams]


def older() -> int:
    """Return how many texts lie under an older key."""
    return sum(count.older for count in standing())


def test_every_place_is_known():
    assert {place.name for place in places()} >= {
        "accounts.groupmember.phone_sealed", "accounts.teammember.mobile_sealed", "core.channel.sealed_address",
        "core.channel.sealed_secret", "core.user.phone_sealed", "duties.impostorcase.contact_sealed",
        "filings.filing.team", "filings.submission.team",
    }  # fmt: skip
    assert {GroupMember, TeamMember, ImpostorCase, Channel, User, Filing, Submission} <= {p.model for p in places()}
    assert MediaAccount not in {place.model for place in places()}


def test_all_is_read_meanwhile_and_afterwards_only_the_newest_key_is_needed(sealed_under_the_old, settings):
    before = plain_numbers()
    assert older() > 7
    handed = Submission.objects.get()
    hashed = content_hash(handed.data, handed.team, handed.papers)

    done = rotate(at=AT)

    assert done["core.user.phone_sealed"] == User.objects.exclude(phone_sealed="").count()
    assert done["filings.submission.team"] == 1
    assert (older(), plain_numbers()) == (0, before)
    settings.PERSONAL_DATA_KEY = NEW
    assert plain_numbers() == before
    handed.refresh_from_db()
    assert content_hash(handed.data, handed.team, handed.papers) == hashed
    user = User.objects.get(username="u3")
    assert user.phone_hash == fingerprint(user.phone)
    told = AuditEvent.objects.get(action="keys.rotated")
    assert NUMBER[:7] not in json.dumps(told.after)
    assert (rotate(at=AT), AuditEvent.objects.filter(action="keys.rotated").count()) == ({}, 1)


def test_while_keys_change_a_number_is_found_under_either_hash(sealed_under_the_old):
    wanted = User.objects.get(username="u3")
    assert list(User.objects.filter(phone_hash__in=fingerprints(wanted.phone))) == [wanted]
    rotate(at=AT)
    assert list(User.objects.filter(phone_hash__in=fingerprints(wanted.phone))) == [wanted]


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_leaves_batches_and_the_next_goes_on(sealed_under_the_old, monkeypatch):
    monkeypatch.setattr(rotating, "BATCH", 3)
    before, left, write = plain_numbers(), [older()], rotating._anew
    for rows in (2, 4, 5, 7):
        passed = 0

        def dying(place: Any, row: Any, rows: int = rows) -> bool:
            nonlocal passed
            written = write(place, row)
            passed += written
            if passed == rows:
                raise Death
            return written

        monkeypatch.setattr(rotating, "_anew", dying)
        with pytest.raises(Death):
            rotate(at=AT)
        left.append(older())
        assert plain_numbers() == before
    assert left == sorted(left, reverse=True)
    assert 0 < left[-1] < left[0]
    monkeypatch.setattr(rotating, "_anew", write)
    rotate(at=AT)
    assert (older(), plain_numbers()) == (0, before)


@pytest.mark.once
def test_a_death_at_any_statement_changes_nothing_in_the_end(sealed_under_the_old, monkeypatch):
    def stable(plain: str) -> str:
        return f"new:{plain}"

    monkeypatch.setattr(rotating, "BATCH", 4)
    monkeypatch.setattr(rotating, "seal", stable)
    monkeypatch.setattr(rotating, "unseal", lambda text: text[4:] if text.startswith("new:") else unseal(text))
    monkeypatch.setattr(rotating, "key_of", lambda text: 0 if text.startswith("new:") else key_of(text))
    monkeypatch.setattr(rotating, "record", lambda *args, **facts: None)
    assert survives(lambda minutes: rotate(at=AT)) >= 20


def test_the_command_says_what_is_left_and_what_no_key_opens(sealed_under_the_old, settings):
    with pytest.raises(CommandError, match="还有 .* 项在旧密钥之下"):
        call_command("rotate_keys", check=True, stdout=StringIO())
    assert [m.id for m in run_checks(databases=["default"], include_deployment_checks=True) if "083" in m.id] == [
        "core.W083"
    ]
    out = StringIO()
    call_command("rotate_keys", stdout=out, stderr=StringIO())
    assert "全部在最新密钥之下" in out.getvalue()
    call_command("rotate_keys", check=True, stdout=StringIO())
    settings.PERSONAL_DATA_KEY = OTHER
    User.objects.filter(username="u1").update(phone_sealed=seal("1"))
    settings.PERSONAL_DATA_KEY = f"{NEW},{OLD}"
    with pytest.raises(CommandError, match="core.user.phone_sealed 有 1 项用现有的密钥都解不开"):
        call_command("rotate_keys", stdout=StringIO())
    assert "core.E083" in [m.id for m in run_checks(databases=["default"], include_deployment_checks=True)]


def test_what_no_key_opens_is_left_as_it_is(sealed_under_the_old, settings):
    settings.PERSONAL_DATA_KEY = OTHER
    lost = seal("13900000099")
    User.objects.filter(username="u1").update(phone_sealed=lost)
    settings.PERSONAL_DATA_KEY = f"{NEW},{OLD}"

    rotate(at=AT)

    assert User.objects.get(username="u1").phone_sealed == lost
    assert [count.lost for count in standing() if count.lost] == [1]


@pytest.mark.parametrize("text", ["short,keys", f"{NEW},x", f"{NEW}\nabc"])
def test_a_list_with_a_short_key_is_refused(settings, text):
    settings.PERSONAL_DATA_KEY = text
    with pytest.raises(ImproperlyConfigured, match="每个不少于 32 个字符"):
        seal("1")


def test_one_key_is_as_it_was_whatever_its_length(settings):
    settings.PERSONAL_DATA_KEY = "short"
    assert unseal(seal(NUMBER)) == NUMBER
    settings.PERSONAL_DATA_KEY = ""
    assert unseal(seal(NUMBER)) == NUMBER


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_backups_from_before_during_and_after_come_back_where_their_keys_are(
    sealed_under_the_old, settings, tmp_path: Path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    numbers = plain_numbers()
    settings.PERSONAL_DATA_KEY = OLD
    make(tmp_path / "before.zip", at=AT)
    settings.PERSONAL_DATA_KEY = f"{NEW},{OLD}"
    make(tmp_path / "during.zip", at=AT)
    rotate(at=AT)
    settings.PERSONAL_DATA_KEY = NEW
    make(tmp_path / "after.zip", at=AT)
    for name, keys, fits in (
        ("before", NEW, False), ("during", NEW, False), ("during", f"{NEW},{OLD}", True), ("after", NEW, True),
    ):  # fmt: skip
        settings.PERSONAL_DATA_KEY = keys
        empty_database()
        if not fits:
            with pytest.raises(BackupFault, match="PERSONAL_DATA_KEY"):
                restore(tmp_path / f"{name}.zip")
            continue
        restore(tmp_path / f"{name}.zip")
        assert plain_numbers() == numbers
