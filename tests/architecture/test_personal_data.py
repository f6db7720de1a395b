"""Every column that tells of a person is declared, and no page, list, workbook or feed shows a full number unasked."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from filings.models import Filing, Submission
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.personal.declaring import declared, declared_columns
from newmedia_portal.core.personal.sealing import places
from tests.accounts.entries import TEAM, enter
from tests.filings.making import submitted
from tests.world import World, build

from .routes import routes

NAMES = re.compile(
    r"(^|_)(name|nickname|phone|mobile|e?mail|persons?|people|team|author|owner|keeper|signers?|contact|address|who|"
    r"sealed|agent|device|actor|writers|ip)(_|$)|username|holder|reporter|staff_"
)
WORDS = re.compile(
    "姓名|电话|手机|邮箱|邮件地址|联系|来源地址|网民|昵称|使用人|保管人|负责人|签署人|人员|值班人|替班|离任人|身份证|住址"
)
KINDS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
OWN = ("newmedia_portal", "accounts", "filings", "reviews", "duties", "assessments")
#: Names of things, not of people: accounts, units, platforms, files, topics; and keys that are secrets of their own.
OF_THINGS = {
    "accounts.importbatch.file_name",
    "accounts.peoplebatch.file_name", "accounts.mediaaccount.name", "accounts.mediaaccount.name_key",
    "accounts.namerecord.name", "accounts.platform.name", "assessments.accountentry.name",
    "assessments.bulletin.signer", "assessments.campaign.name", "assessments.campaign.owner_level",
    "assessments.entry.unit_name",
    "assessments.evidencefile.name", "assessments.handscore.proof_name", "assessments.inspected.name",
    "assessments.inspected.owner_level", "assessments.itemimport.file_name", "assessments.itemtoken.name",
    "assessments.quarterobjection.proof_name", "assessments.selfscore.proof_name", "assessments.vetorecord.proof_name",
    "core.auditarchive.file_name", "core.authenticator.name", "core.authenticator.secret_sealed",
    "core.calendarday.name", "core.channel.name", "core.channel.sealed_address",
    "core.channel.sealed_secret", "core.heartbeat.name",
    "core.export.file_name", "core.savedview.name", "core.unit.name",
    "duties.dutybatch.file_name", "duties.impostorcase.name", "duties.impostorcase.screenshot_name",
    "duties.impostorcontact.name", "duties.impostorletter.signer", "duties.reposttarget.account_name",
    "duties.reposttarget.platform_name", "duties.reposttarget.unit_name", "filings.attachment.name",
    "reviews.attachment.name", "reviews.frozentopic.name", "reviews.lexiconupload.file_name",
}  # fmt: skip


def telling() -> Iterator[tuple[str, str]]:
    """Yield model and column of everything that looks as if it told of a person."""
    for model in apps.get_models():
        if not model.__module__.startswith(OWN):
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, KINDS) and (NAMES.search(field.attname) or WORDS.search(str(field.verbose_name))):
                yield model._meta.label_lower, field.attname


@pytest.mark.once
def test_every_column_that_tells_of_a_person_is_declared_beside_its_model():
    left = [f"{label}.{column}" for label, column in telling() if (label, column) not in declared_columns()]

    assert sorted(name for name in set(left) - OF_THINGS if not name.startswith("core.webhook")) == []


@pytest.mark.once
def test_what_is_declared_exists_and_is_complete():
    for kept in declared():
        for column in kept.columns:
            apps.get_model(kept.label)._meta.get_field(column)
        facts = (kept.whom, kept.what, kept.purpose, kept.seen_by, kept.masked, kept.kept_for, kept.table)
        assert all(facts), kept
    sealed = {place.model._meta.label_lower for place in places()}
    assert (
        sealed
        - {kept.label for kept in declared() if kept.sealed == "是"}
        - {"core.authenticator", "core.channel", "core.webhooksubscription"}
        == set()
    )


#: Some may ask for a full number and get it by a POST of its own, others never may: none sees it unasked.
READERS = ("registrar", "observer")
#: Numbers of the people below: of users, of a team, of a filing, and of who reported an impostor.
FULL = re.compile(r"1390000[0-9]{4}")
MOST = 15
LINK = re.compile(r'href="(/[^"#]*)"')
LEFT_OUT = ("/logout", "/static/", "/display")


@pytest.fixture
def world() -> World:
    """Give everybody a number: people, the team of an account, a filing on its way, a group."""
    made = build()
    enter(made, team=[{**one, "mobile": f"1390000000{number}"} for number, one in enumerate(TEAM)])
    filing = submitted(made)
    team = [{"role": "head", "name": "张某一", "mobile_sealed": seal("13900000005")}]
    Filing.objects.filter(pk=filing.pk).update(team=team)
    Submission.objects.update(team=team)
    for user in User.objects.all():
        user.phone = f"1390000{1000 + user.pk % 9000:04d}"
        user.save()
    return made


def text_of(body: bytes) -> str:
    """Return what a page or a file says; workbooks and documents are unpacked."""
    try:
        with ZipFile(BytesIO(body)) as pack:
            return " ".join(pack.read(name).decode("utf-8", "replace") for name in pack.namelist())
    except BadZipFile:
        return body.decode("utf-8", "replace")


def read(client: Client, path: str) -> str:
    """Return what an address answers to a reader."""
    answer = client.get(path, headers={"accept": "*/*"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    return text_of(body) if answer.status_code == 200 else ""


def plain_addresses() -> list[str]:
    """Return every address without a parameter: pages, lists, JSON."""
    found = [reverse(route.name) for route in routes() if not route.parameters]
    return [path for path in found if not path.startswith(LEFT_OUT)]


def crawled(client: Client) -> dict[str, str]:
    """Read all plain addresses, and from them the first pages of each kind that they lead to."""
    seen, kinds = {}, {}
    for path in plain_addresses():
        seen[path] = read(client, path)
        if "export=xlsx" in seen[path]:
            seen[f"{path}?export=xlsx"] = read(client, f"{path}?export=xlsx")
    waiting = [link.replace("&amp;", "&") for text in seen.values() for link in LINK.findall(text)]
    for path in dict.fromkeys(waiting):
        kind = re.sub(r"[0-9]+", "N", path.partition("?")[0])
        if path in seen or path.startswith(LEFT_OUT) or kinds.get(kind, 0) >= 2 or sum(kinds.values()) >= MOST:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        seen[path] = read(client, path)
    return seen


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("role", READERS)
def test_no_page_list_or_file_shows_a_full_number_unasked(world: World, role: str) -> None:
    client = Client()
    client.force_login(world.cast[role])

    seen = crawled(client)

    assert sum(bool(text) for text in seen.values()) > 15
    assert any("139****" in text for text in seen.values())
    assert {path: FULL.findall(text)[:2] for path, text in seen.items() if FULL.search(text)} == {}


@pytest.mark.once
def test_a_full_number_is_found_by_the_search_of_these_tests() -> None:
    assert FULL.search(text_of("电话 13900000001".encode()))
    packed = BytesIO()
    with ZipFile(packed, "w") as pack:
        pack.writestr("sheet.xml", "<t>13900000017</t>")
    assert FULL.search(text_of(packed.getvalue()))
    assert not FULL.search("139****0001")
