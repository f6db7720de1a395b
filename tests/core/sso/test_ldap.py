"""LDAP against a directory of its own: over TLS, with names and passwords as attackers write them."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.sso import ldap
from newmedia_portal.core.sso.kinds import OutsideFault
from newmedia_portal.core.sso.models import OuterIdentity

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RIGHT = "Right-2026"
BASE = "ou=people,dc=example"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a key and a certificate for localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "directory")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    return folder / "key.pem", folder / "cert.pem"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, Path]]:
    """Give the open port, the closed port and the certificate."""
    key, cert = certificate(tmp_path_factory.mktemp("directory"))
    command = [sys.executable, str(Path(__file__).with_name("directory.py")), str(key), str(cert)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        plain, closed = process.stdout.readline().split()
        yield int(plain), int(closed), cert
        process.terminate()


@pytest.fixture
def directory(running: tuple[int, int, Path], settings: Any) -> Any:
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS, "newmedia_portal.core.sso.backend.DirectoryBackend",
    ]  # fmt: skip
    settings.SSO_LDAP_URL, settings.SSO_LDAP_BASE = f"ldaps://localhost:{running[1]}", BASE
    settings.SSO_LDAP_START_TLS, settings.SSO_CA_FILE = False, str(running[2])
    settings.SSO_LDAP_BIND_DN, settings.SSO_LDAP_BIND_PASSWORD = "cn=reader,dc=example", "Reader-2026"
    return running


def sign_in(client: Client, name: str, password: str, on: str = "/") -> Any:
    return client.post("/sso/ldap/", {"username": name, "password": password, "next": on})


@pytest.mark.parametrize("typed", ["ZhangSan", "zhangsan", " ZHANGSAN "])
def test_a_linked_person_comes_in_however_the_name_is_written(directory: Any, typed: str) -> None:
    making.linked("ldap", "ZhangSan")
    client = Client()

    answer = sign_in(client, typed, RIGHT, "/devices/")

    assert (answer.status_code, answer["Location"]) == (302, "/devices/")
    assert making.is_in(client)
    assert making.methods() == ["ldap"]


def test_an_open_channel_is_closed_by_start_tls(directory: Any, settings: Any) -> None:
    settings.SSO_LDAP_URL, settings.SSO_LDAP_START_TLS = f"ldap://localhost:{directory[0]}", True

    proved = ldap.prove("ZhangSan", RIGHT)

    assert proved is not None
    assert proved.name == "zhangsan"


@pytest.mark.parametrize("start", [True, False])
def test_a_directory_with_a_certificate_that_nobody_vouches_for_is_not_told_a_password(
    directory: Any, settings: Any, start: bool
) -> None:
    settings.SSO_CA_FILE = ""
    if start:
        settings.SSO_LDAP_URL, settings.SSO_LDAP_START_TLS = f"ldap://localhost:{directory[0]}", True

    with pytest.raises(OutsideFault):
        ldap.prove("ZhangSan", RIGHT)


def test_a_certificate_for_another_host_is_not_taken(directory: Any, settings: Any) -> None:
    settings.SSO_LDAP_URL = f"ldaps://127.0.0.1:{directory[1]}"

    with pytest.raises(OutsideFault):
        ldap.prove("ZhangSan", RIGHT)


@pytest.mark.parametrize("password", ["", "wrong", "Other-2026", "\0", RIGHT + "\0", RIGHT.lower()])
def test_a_wrong_or_empty_password_proves_nobody(directory: Any, password: str) -> None:
    assert ldap.prove("ZhangSan", password) is None


@pytest.mark.parametrize(
    "name",
    [
        "*", "Zhang*", "ZhangSan)(uid=*", "*)(objectClass=*", "x)(|(uid=*", "ZhangSan\0", "ZhangSan\\2a", "\\5a*",
        "ZhangSan,ou=people", "", "a" * 200, "张三",
    ],
    ids=repr,
)  # fmt: skip
def test_a_name_that_is_written_as_a_filter_finds_nobody(directory: Any, name: str) -> None:
    assert ldap.prove(name, RIGHT) is None


def test_the_pages_refuse_a_wrong_password_and_count_it(directory: Any) -> None:
    making.linked("ldap", "ZhangSan")
    client = Client()

    answers = [sign_in(client, "ZhangSan", "wrong").status_code for _ in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]
    assert sign_in(client, "ZhangSan", RIGHT).status_code == 429
    assert not making.is_in(client)


def test_guessing_there_does_not_lock_the_local_log_in_of_the_same_name(directory: Any) -> None:
    making.someone("zhangsan")
    client = Client()
    for _ in range(6):
        sign_in(client, "zhangsan", "wrong")

    assert client.post("/login/", {"username": "zhangsan", "password": making.PASSWORD}).status_code == 302


def test_somebody_without_a_link_stays_out_and_nobody_is_made(directory: Any) -> None:
    making.someone("zhangsan")
    before = User.objects.count()
    client = Client()

    answer = sign_in(client, "ZhangSan", RIGHT)

    assert (answer.status_code, making.is_in(client), User.objects.count()) == (403, False, before)
    assert "安全管理员" in answer.content.decode()
    assert making.refusals() == ["unlinked"]


def test_a_person_who_was_switched_off_stays_out(directory: Any) -> None:
    person = making.linked("ldap", "ZhangSan")
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert (sign_in(Client(), "ZhangSan", RIGHT).status_code, making.refusals()) == (403, ["off"])


def test_a_local_password_is_worth_nothing_at_the_directorys_page(directory: Any) -> None:
    making.linked("ldap", "ZhangSan", name="zhangsan")

    assert sign_in(Client(), "zhangsan", making.PASSWORD).status_code == 422


def test_a_directory_password_is_worth_nothing_at_the_local_page(directory: Any) -> None:
    making.linked("ldap", "ZhangSan")
    client = Client()
    client.post("/login/", {"username": "ZhangSan", "password": RIGHT})

    assert not making.is_in(client)


def test_without_the_directory_administrators_still_come_in_by_password(directory: Any, settings: Any) -> None:
    settings.SSO_LDAP_URL, settings.SSO_LOCAL_LOGIN = "ldaps://127.0.0.1:9", "admins"
    making.someone("root-sys", instance_role=InstanceRole.SYSTEM)
    client = Client()

    answer = sign_in(client, "ZhangSan", RIGHT)
    local = client.post("/login/", {"username": "root-sys", "password": making.PASSWORD})

    assert answer.status_code == 503
    assert "连不上" in answer.content.decode()
    assert local.status_code == 302
    assert making.is_in(client)


def test_a_wrong_account_of_our_own_is_our_fault_not_the_persons(directory: Any, settings: Any) -> None:
    settings.SSO_LDAP_BIND_PASSWORD = "forgotten"

    with pytest.raises(OutsideFault):
        ldap.prove("ZhangSan", RIGHT)


@pytest.mark.parametrize("on", ["https://evil.example/", "//evil.example/"])
def test_the_way_on_stays_in_the_house(directory: Any, on: str) -> None:
    making.linked("ldap", "ZhangSan")

    assert sign_in(Client(), "ZhangSan", RIGHT, on)["Location"] == "/"


def test_one_links_oneself_with_name_and_password_of_the_directory(directory: Any) -> None:
    person = making.someone()
    client = Client()
    client.post("/login/", {"username": "anna", "password": making.PASSWORD})
    said = {"username": "ZhangSan", "password": RIGHT}

    unproved = client.post("/sso/own/directory/", said)
    client.post("/sso/own/ldap/", {"password": making.PASSWORD})
    wrong = client.post("/sso/own/directory/", {**said, "password": "wrong"})
    right = client.post("/sso/own/directory/", said)
    again = client.post("/sso/own/directory/", said)

    row = OuterIdentity.objects.get()
    assert [answer.status_code for answer in (unproved, wrong, right, again)] == [302, 422, 302, 302]
    assert again["Location"] == "/sso/own/ldap/"
    assert (row.user, row.name, making.refusals()) == (person, "zhangsan", [])


def test_guesses_at_the_directory_are_counted_on_the_own_page_too(directory: Any) -> None:
    making.someone()
    client = Client()
    client.post("/login/", {"username": "anna", "password": making.PASSWORD})
    client.post("/sso/own/ldap/", {"password": making.PASSWORD})

    answers = [
        client.post("/sso/own/directory/", {"username": "ZhangSan", "password": f"wrong-{turn}"}).status_code
        for turn in range(8)
    ]
    right = client.post("/sso/own/directory/", {"username": "ZhangSan", "password": RIGHT})

    assert answers[0] == 422
    assert right.status_code == 429
    assert not OuterIdentity.objects.exists()
