"""CAS against a server of its own: tickets, their service, their state, and log-out told from there."""

import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.sax.saxutils import escape

import pytest
from django.test import Client

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.sessions.models import LoginSession

from ..second_factor.making import equip
from . import making
from .serving import served

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SUCCESS = "<cas:authenticationSuccess><cas:user>{}</cas:user></cas:authenticationSuccess>"
FAILURE = '<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure>'
WHOLE = '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{}</cas:serviceResponse>'


class Server:
    """Gives tickets for a service and says once whom they name; `forged` replaces its answer."""

    def __init__(self) -> None:
        self.user, self.forged, self.status = "zhang.san", "", 200
        self.tickets: dict[str, str] = {}
        self.said: dict[str, str] = {}

    def answer(self, path: str, said: dict[str, str]) -> tuple[int, str, bytes]:
        if path in ("/cas/login", "/cas/logout"):
            return 302, self.way_back(said["service"]) if path == "/cas/login" else said["service"], b""
        assert path == "/cas/serviceValidate"
        self.said = said
        good = self.tickets.pop(said["ticket"], "") == said["service"]
        body = WHOLE.format(SUCCESS.format(escape(self.user)) if good else FAILURE)
        return self.status, "text/xml", (self.forged or body).encode()

    def way_back(self, service: str) -> str:
        """Let the person in at once; returns the whole address with the ticket."""
        ticket = f"ST-{secrets.token_hex(8)}"
        self.tickets[ticket] = service
        return f"{service}&{urlencode({'ticket': ticket})}"

    def log_in(self, address: str) -> tuple[str, str]:
        """Let the person in at the address of the portal's button; return ticket and the way back."""
        service = dict(parse_qsl(urlsplit(address).query))["service"]
        ticket = f"ST-{secrets.token_hex(8)}"
        self.tickets[ticket] = service
        back = urlsplit(service)
        return ticket, f"{back.path}?{back.query}&{urlencode({'ticket': ticket})}"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Server, str]]:
    one = Server()
    with served(one.answer) as address:
        yield one, f"{address}/cas/"


@pytest.fixture
def server(running: tuple[Server, str], settings: Any) -> Server:
    one, settings.SSO_CAS_URL = running
    one.user, one.forged, one.status = "zhang.san", "", 200
    return one


def come_in(client: Client, server: Server, on: str = "") -> tuple[str, Any]:
    """Go there and back; return the ticket and the portal's answer."""
    there = client.get("/sso/cas/", {"next": on} if on else {})["Location"]
    ticket, back = server.log_in(there)
    return ticket, client.get(back)


def log_out_request(ticket: str) -> dict[str, str]:
    return {
        "logoutRequest": '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="1" Version="2.0">'
        f"<samlp:SessionIndex>{ticket}</samlp:SessionIndex></samlp:LogoutRequest>"
    }


def test_a_linked_person_comes_in_and_the_log_says_how(server: Server) -> None:
    making.linked("cas", "zhang.san")
    client = Client()

    _, answer = come_in(client, server, "/devices/")

    assert (answer.status_code, answer["Location"]) == (302, "/devices/")
    assert making.is_in(client)
    assert making.methods() == ["cas"]


def test_somebody_without_a_link_stays_out_and_nobody_is_made(server: Server) -> None:
    making.someone("zhang.san")  # the same name here means nothing
    before = User.objects.count()
    client = Client()

    _, answer = come_in(client, server)

    assert (answer.status_code, making.is_in(client), User.objects.count()) == (403, False, before)
    assert making.refusals() == ["unlinked"]


def test_a_person_who_was_switched_off_stays_out(server: Server) -> None:
    person = making.linked("cas", "zhang.san")
    User.objects.filter(pk=person.pk).update(is_active=False)

    _, answer = come_in(Client(), server)

    assert (answer.status_code, making.refusals()) == (403, ["off"])


@pytest.mark.parametrize(
    "forged",
    [
        WHOLE.format(FAILURE + SUCCESS.format("zhang.san")),
        WHOLE.format(SUCCESS.format("zhang.san") * 2),
        WHOLE.format(SUCCESS.format("zhang.san</cas:user><cas:user>li.si")),
        WHOLE.format(SUCCESS.format("")),
        SUCCESS.replace("Success>", 'Success xmlns:cas="urn:x">', 1).format("zhang.san"),
        WHOLE.replace("http://www.yale.edu/tp/cas", "urn:other").format(SUCCESS.format("zhang.san")),
        '<!DOCTYPE a [<!ENTITY e "zhang.san">]>' + WHOLE.format(SUCCESS.format("&e;")),
        WHOLE.format(SUCCESS.format("zhang.san")) + " " * 70_000,
        "yes\nzhang.san\n",
        "",
    ],
    ids=[
        "both", "twice", "two users", "nobody", "bare", "other namespace", "entity", "too long", "version 1", "empty",
    ],
)  # fmt: skip
def test_an_answer_that_is_not_exactly_a_success_lets_nobody_in(server: Server, forged: str) -> None:
    making.linked("cas", "zhang.san")
    server.forged = forged or " "
    client = Client()

    _, answer = come_in(client, server)

    assert (answer.status_code, making.is_in(client)) == (400, False)


def test_a_ticket_for_another_service_lets_nobody_in(server: Server) -> None:
    making.linked("cas", "zhang.san")
    client = Client()
    there = client.get("/sso/cas/")["Location"]
    ticket, back = server.log_in(there)
    server.tickets[ticket] = "https://another.example/"

    assert client.get(back).status_code == 400
    assert not making.is_in(client)


def test_a_ticket_is_good_once(server: Server) -> None:
    making.linked("cas", "zhang.san")
    first, second = Client(), Client()
    ticket, _ = come_in(first, server)
    state = dict(parse_qsl(urlsplit(second.get("/sso/cas/")["Location"]).query))["service"].split("state=")[1]

    assert second.get("/sso/cas/", {"ticket": ticket, "state": state}).status_code == 400
    assert not making.is_in(second)


def test_somebody_elses_way_back_does_not_sign_a_victim_in(server: Server) -> None:
    making.linked("cas", "zhang.san")
    attacker, victim = Client(), Client()
    _, back = server.log_in(attacker.get("/sso/cas/")["Location"])

    assert victim.get(back).status_code == 400
    victim.get("/sso/cas/")
    assert victim.get(back).status_code == 400
    assert not making.is_in(victim)


def test_a_ticket_without_a_state_signs_nobody_in_who_did_not_ask(server: Server) -> None:
    making.linked("cas", "zhang.san")
    server.tickets["ST-own"] = "http://testserver/sso/cas/?state="
    victim = Client()

    assert victim.get("/sso/cas/", {"ticket": "ST-own", "state": ""}).status_code == 400
    assert not making.is_in(victim)


@pytest.mark.parametrize("ticket", ["", "PT-1", "ST-" + "x" * 600, "ST-a\nb"])
def test_what_is_no_service_ticket_is_not_asked_about(server: Server, ticket: str) -> None:
    client = Client()
    state = dict(parse_qsl(urlsplit(client.get("/sso/cas/")["Location"]).query))["service"].split("state=")[1]

    assert client.get("/sso/cas/", {"ticket": ticket, "state": state}).status_code == 400


@pytest.mark.parametrize("on", ["https://evil.example/", "//evil.example/"])
def test_the_way_on_stays_in_the_house(server: Server, on: str) -> None:
    making.linked("cas", "zhang.san")

    assert come_in(Client(), server, on)[1]["Location"] == "/"


def test_a_log_out_there_ends_the_session_here_and_no_other(server: Server) -> None:
    making.linked("cas", "zhang.san")
    here, there = Client(), Client()
    ticket, _ = come_in(here, server)
    come_in(there, server)

    answer = Client(enforce_csrf_checks=True).post("/sso/cas/", log_out_request(ticket))

    assert answer.status_code == 204
    assert (making.is_in(here), making.is_in(there)) == (False, True)
    assert AuditEvent.objects.filter(action="login.outside_ended").count() == 1


def test_a_log_out_there_still_fits_after_the_second_factor_changed_the_key(server: Server) -> None:
    from ..second_factor.making import prove, shown

    secret, _ = equip(making.linked("cas", "zhang.san"))
    client = Client()
    ticket, _ = come_in(client, server)
    assert not making.is_in(client)
    prove(client, shown(secret))
    assert making.is_in(client)

    Client().post("/sso/cas/", log_out_request(ticket))

    assert not making.is_in(client)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"logoutRequest": "<a/>"}, {"logoutRequest": "no"},
        {"logoutRequest": '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}, {"logoutRequest": "x" * 70_000},
    ],
)  # fmt: skip
def test_what_is_no_log_out_request_ends_nothing(server: Server, body: dict[str, str]) -> None:
    making.linked("cas", "zhang.san")
    client = Client()
    come_in(client, server)

    assert Client().post("/sso/cas/", body).status_code == 400
    assert making.is_in(client)


def test_a_log_out_request_for_an_unknown_ticket_says_no_more(server: Server) -> None:
    assert Client().post("/sso/cas/", log_out_request("ST-unknown")).status_code == 204


def test_the_ticket_itself_is_not_kept(server: Server) -> None:
    making.linked("cas", "zhang.san")
    ticket, _ = come_in(Client(), server)

    kept = LoginSession.objects.get().outside
    assert kept is not None
    assert len(kept) == 64
    assert ticket not in kept


def test_leaving_leads_to_the_servers_page(server: Server, settings: Any) -> None:
    making.linked("cas", "zhang.san")
    client = Client()
    come_in(client, server)

    answer = client.post("/logout/")

    assert answer["Refresh"] == f"0; url={settings.SSO_CAS_URL}logout?service=http%3A%2F%2Ftestserver%2Flogged-out%2F"
    assert not making.is_in(client)


def test_a_server_in_trouble_is_said_to_be_away(server: Server) -> None:
    server.status = 500

    assert come_in(Client(), server)[1].status_code == 503
