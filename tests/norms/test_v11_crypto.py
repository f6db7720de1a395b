"""ASVS V11: the inventory of keys and algorithms, held against the source."""

import base64
import math
import random
import re
import secrets

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ImproperlyConfigured

from newmedia_portal.core.access.secrets import key_of, seal, unseal
from newmedia_portal.core.webhooks import payload
from newmedia_portal.settings import sso
from tests.api.calling import program
from tests.world import build

from .sources import ROOT, files_with, page, product_code, section

PAGE = page("cryptography.md")
#: Settings whose value is a secret.
SECRET = re.compile(r'env\.text\("([A-Z0-9_]*(?:SECRET|_KEY|PASSWORD|TOKEN)[A-Z0-9_]*)"')


def test_the_inventory_names_every_key_that_the_portal_reads():
    table = section(PAGE, "密钥")
    read = {name for text in product_code().values() for name in SECRET.findall(text)} | {"S3_SECRET_KEY"}
    read -= {"DEMO_PASSWORD", "PASSWORD_PROFILE"}  # of the demo, which no real installation starts with; not a secret

    assert {"SECRET_KEY", "PERSONAL_DATA_KEY", "DATABASE_PASSWORD", "SSO_OIDC_CLIENT_SECRET"} <= read
    assert [name for name in sorted(read) if f"| `{name}` |" not in table] == []
    assert "每个共享密钥只有两方，私钥只有一方" in table
    assert "rotate_keys" in table


def test_the_two_pages_about_keys_say_the_same():
    other = (ROOT / "docs/runbooks/keys.md").read_text("utf-8")

    assert "不要更换" not in other
    assert "../security/cryptography.md" in other


def test_the_inventory_names_the_algorithms_that_stand_in_the_source():
    table = section(PAGE, "算法")
    hasher = Argon2PasswordHasher()
    used = set(re.findall(r"hashlib\.(\w+)", "\n".join(product_code().values()))) - {"file_digest"}
    named = set(re.findall(r"file_digest\([^)]*\"(\w+)\"", "\n".join(product_code().values())))

    assert used | named == {"sha256"}
    assert f"t={hasher.time_cost}，m={hasher.memory_cost // 1024} MiB，p={hasher.parallelism}" in table
    assert files_with(r"\bFernet\b") == {"newmedia_portal/core/access/secrets.py"}
    assert files_with(r"cryptography\.hazmat|\bAES\b|\bDES\b|\bRC4\b|MODE_ECB|PKCS1v15|nacl|Crypto\.") == set()
    assert [word for word in ("SHA-256", "Fernet", "HMAC-SHA-1", "RS256") if word not in table] == []


def test_nothing_is_drawn_from_a_source_that_can_be_set():
    assert files_with(r"(?m)^\s*(?:import random\b|from random\b)|numpy\.random|\bnp\.random") == set()


def test_passwords_are_hashed_as_costly_as_the_standard_asks():
    hasher = Argon2PasswordHasher()
    kept = hasher.encode("Kestrel-41-meadow", hasher.salt())

    assert kept.startswith("argon2$argon2id$")
    assert hasher.time_cost >= 2
    assert hasher.memory_cost >= 19456
    base = (ROOT / "newmedia_portal/settings/base.py").read_text("utf-8")
    assert re.search(r'PASSWORD_HASHERS = \[\s*"django\.contrib\.auth\.hashers\.Argon2PasswordHasher"', base)


@pytest.mark.parametrize("place", [0, 8, 9, 20, 30, 45, -33, -1])
def test_what_is_sealed_opens_only_unchanged(place):
    raw = bytearray(base64.urlsafe_b64decode(seal("13800000001")))
    raw[place] ^= 1

    with pytest.raises(ValueError, match="密文"):
        unseal(base64.urlsafe_b64encode(raw).decode())


def test_the_same_text_is_sealed_differently_each_time():
    sealed = {seal("13800000001") for _ in range(50)}

    assert len(sealed) == 50
    assert {unseal(text) for text in sealed} == {"13800000001"}


def test_a_key_is_replaced_while_what_it_sealed_stays_readable(settings):
    old, new = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
    settings.PERSONAL_DATA_KEY = old
    before = seal("13800000001")
    settings.PERSONAL_DATA_KEY = f"{new},{old}"
    after = seal("13800000001")

    assert (unseal(before), key_of(before), key_of(after)) == ("13800000001", 1, 0)
    settings.PERSONAL_DATA_KEY = new
    assert key_of(before) is None
    assert unseal(after) == "13800000001"


@pytest.mark.django_db
def test_what_nobody_may_guess_holds_128_bits_and_is_not_drawn_from_a_settable_source():
    world = build("gejiu")
    made = []
    for _ in range(2):
        random.seed(7)
        made.append((program(world.person("operator")).key, payload.new_secret()))
    (first_key, first_secret), (second_key, second_secret) = made

    assert first_key != second_key
    assert first_secret != second_secret
    assert len(base64.b64decode(first_secret.removeprefix(payload.PREFIX))) * 8 >= 128
    assert len(re.split(r"[_-]", first_key, maxsplit=1)[-1]) * math.log2(64) >= 128


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS512", "RS1", "MD5"])
def test_signatures_without_a_public_key_or_with_a_broken_hash_are_not_offered(monkeypatch, algorithm):
    monkeypatch.setenv("SSO_OIDC_ALGORITHMS", algorithm)

    with pytest.raises(ImproperlyConfigured, match="SSO_OIDC_ALGORITHMS"):
        sso.read()
    assert all(name == "EdDSA" or int(name[2:]) >= 256 for name in sso.ALGORITHMS)
