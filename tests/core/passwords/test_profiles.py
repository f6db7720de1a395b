"""The two profiles of passwords, each against a table (密码规则)."""

import gzip
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ImproperlyConfigured, ValidationError

from accounts.actions.people import add_person, set_password
from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.sign_in import change_password
from newmedia_portal.core.passwords.actions import KEPT
from newmedia_portal.core.passwords.models import PasswordUsed
from newmedia_portal.core.refusals import Refused
from newmedia_portal.settings import passwords
from tests.core.ground import AT

ROOT = Path(__file__).resolve().parents[3]
LIST = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
COMMON = gzip.decompress(LIST.read_bytes()).decode().split()

# A password, and what the two profiles answer: empty where it is taken, else a word of the refusal.
TABLE = [
    # password, djbh, asvs
    ("Kestrel-41-meadow", "", ""),
    ("Ab1-x", "短", "短"),
    ("Abcdefg-9", "短", "短"),
    ("Abcdefg-90", "", "短"),
    ("correct horse battery staple", "类", ""),
    ("kestrelmeadowlantern", "类", ""),
    ("KESTRELMEADOWLANTERN7", "类", ""),
    ("kestrel-meadow-7", "", ""),
    ("晨雾里的第七只灯笼很安静", "类", ""),
    ("晨雾里的第七只灯笼很安静Ab", "", ""),
    ("8302947501628374", "数字", ""),
    ("Zhang.One-2026", "登录名", "登录名"),
    ("eno-gnahZ-2026-Q", "登录名", "登录名"),
    ("ZhangMouYi#20267", "姓名", "姓名"),
    ("张某一的密码A1234567", "姓名", "姓名"),
    ("GejiuShi#88421", "单位名称", "单位名称"),
    ("Ge-Jiu.88421xyz", "单位名称", "单位名称"),
    ("个旧文旅A-884213", "单位名称", "单位名称"),
    ("水务局A-8842130", "", ""),
    ("个旧市文旅局A-8842", "单位名称", "单位名称"),
    ("WenLvJu-Gejiu#31", "单位名称", "单位名称"),
    ("Portal-Kestrel-7", "", "产品名称"),
    ("NewMedia#88421xy", "", "产品名称"),
    ("X" * 40 + "y7", "", ""),
    ("trustno1trustno1", "类", ""),
]


@pytest.fixture
def person(db) -> User:
    """Somebody in a unit of a city."""
    city = Unit.objects.create(code="P-1", name="个旧市", regime="demo")
    office = Unit.objects.create(code="P-2", name="个旧市文旅局", parent=city)
    user = User.objects.create_user("zhang.one", password="Alter-Wert-2026", full_name="张某一")
    Post.objects.create(user=user, unit=office, role="operator", since=date(2026, 1, 1))
    return user


def verdict(password: str, user: User | None) -> str:
    """Return the words of the refusal, or nothing."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(("password", "djbh", "asvs"), TABLE, ids=[row[0][:20] for row in TABLE])
@pytest.mark.parametrize("profile", passwords.PROFILES)
@pytest.mark.once
def test_a_profile_takes_and_refuses_what_the_table_says(settings, person, profile, password, djbh, asvs):
    settings.AUTH_PASSWORD_VALIDATORS = passwords.validators(profile)
    word = djbh if profile == passwords.DJBH else asvs

    said = verdict(password, person)

    assert word in said
    assert bool(said) == bool(word)


@pytest.mark.parametrize("profile", passwords.PROFILES)
@pytest.mark.once
def test_the_three_thousand_most_common_passwords_are_refused_by_the_list_itself(settings, profile):
    settings.AUTH_PASSWORD_VALIDATORS = passwords.validators(profile)
    (known,) = [
        one for one in password_validation.get_default_password_validators()
        if isinstance(one, password_validation.CommonPasswordValidator)
    ]  # fmt: skip

    taken = []
    for word in [*COMMON[:3000], *(word.upper() for word in COMMON[:3000])]:
        try:
            known.validate(word)
        except ValidationError:
            continue
        taken.append(word)

    assert (len(COMMON) >= 3000, taken) == (True, [])


@pytest.mark.parametrize(("profile", "looks_back"), [("djbh", 5), ("asvs", 1)])
def test_former_passwords_are_refused_as_far_back_as_the_profile_looks(settings, person, profile, looks_back):
    settings.AUTH_PASSWORD_VALIDATORS = passwords.validators(profile)
    used = [f"Kestrel-{number}-meadow-{number}x" for number in range(7)]
    for days, password in enumerate(used):
        change_password(person, password=password, by=person, at=AT + timedelta(days=days))

    refused = [number for number, password in enumerate(used) if verdict(password, person)]

    assert refused == list(range(7))[-looks_back:]
    assert PasswordUsed.objects.filter(user=person).count() == KEPT


def test_no_former_password_is_kept_readable(person):
    change_password(person, password="Kestrel-41-meadow", by=person, at=AT)

    assert "Kestrel" not in str(list(PasswordUsed.objects.values()))


def test_the_present_password_is_refused_though_it_was_set_before_hashes_were_kept(person):
    assert "最近 5 次" in verdict("Alter-Wert-2026", person)


def test_a_first_password_given_by_an_administrator_follows_the_profile_and_counts_as_used(db):
    person = add_person(username="li.two", full_name="李某二", password="Kestrel-41-meadow", by=None, at=AT)

    with pytest.raises(Refused) as again:
        set_password(person, password="Kestrel-41-meadow", by=None, at=AT)
    with pytest.raises(Refused) as weak:
        set_password(person, password="kestrelmeadowlantern", by=None, at=AT)

    person.refresh_from_db()
    assert (again.value.field, weak.value.field) == ("password", "password")
    assert (person.must_change_password, person.password_set_at) == (True, AT)


def test_an_unknown_profile_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match="^PASSWORD_PROFILE 应为 djbh（等保）或 asvs，现在是 'strong'。"):
        passwords.validators("strong")


@pytest.mark.parametrize("value", ["strong", ""])
def test_the_portal_does_not_start_with_an_unknown_profile(value):
    code = "from newmedia_portal.settings import dev"
    given = {"PATH": "/usr/bin:/bin", "PASSWORD_PROFILE": value, "VAR_DIR": "/nonexistent-var"}

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True)

    assert done.returncode == 1
    assert "ImproperlyConfigured: PASSWORD_PROFILE 应为" in done.stderr.strip().splitlines()[-1]


def test_a_password_grows_old_under_djbh_and_never_under_asvs():
    assert passwords.MOST_DAYS == {"djbh": 90, "asvs": 0}
