"""CAS 2 and 3: a service ticket, checked over the back channel; a log-out request names the ticket that it ends.

Protocol: https://apereo.github.io/cas/7.0.x/protocol/CAS-Protocol-Specification.html
"""

from urllib.parse import urlencode, urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings

from .kinds import Kind, OutsideFault, Proved

CAS = "{http://www.yale.edu/tp/cas}"
SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"
#: Bytes that an answer, or a log-out request, may have.
LARGEST = 65_536
LONGEST_TICKET = 512


#: Asks for a log-in anew: the server then gives no ticket, and takes none, on the strength of an earlier one.
ANEW = {"renew": "true"}


def way_there(service: str, *, anew: bool = False) -> str:
    """Return the log-in page of the CAS server for this service."""
    said = {"service": service} | (ANEW if anew else {})
    return f"{urljoin(settings.SSO_CAS_URL, 'login')}?{urlencode(said)}"


def way_out(*, back: str) -> str:
    """Return the log-out page of the CAS server."""
    return f"{urljoin(settings.SSO_CAS_URL, 'logout')}?{urlencode({'service': back})}"


def check(ticket: str, *, service: str, anew: bool = False) -> Proved:
    """Ask the CAS server whom a ticket for this service names; raises OutsideFault."""
    if not ticket.startswith("ST-") or len(ticket) > LONGEST_TICKET or not ticket.isprintable():
        raise OutsideFault("not a service ticket")
    root = _read(_ask({"ticket": ticket, "service": service} | (ANEW if anew else {})))
    answers = list(root)
    if root.tag != f"{CAS}serviceResponse" or len(answers) != 1 or answers[0].tag != f"{CAS}authenticationSuccess":
        raise OutsideFault(f"ticket refused: {(answers[0].get('code') if answers else '') or root.tag}")
    names = answers[0].findall(f"{CAS}user")
    name = (names[0].text or "").strip() if len(names) == 1 else ""
    if not name or answers[0].find(f"{CAS}proxies") is not None:
        raise OutsideFault("no single user, or a proxy")
    return Proved(Kind.CAS, name, ticket=ticket)


def ticket_of(request: str) -> str:
    """Return the ticket that a log-out request ends; raises OutsideFault for anything else."""
    root = _read(request.encode("utf-8", "replace"))
    found = root.findall(f"{SAMLP}SessionIndex")
    if root.tag != f"{SAMLP}LogoutRequest" or len(found) != 1 or not (found[0].text or "").strip():
        raise OutsideFault("not a log-out request")
    return str(found[0].text).strip()


def _ask(said: dict[str, str]) -> bytes:
    import requests

    address = urljoin(settings.SSO_CAS_URL, "serviceValidate")
    verify, seconds = settings.SSO_CA_FILE or True, settings.SSO_SECONDS
    try:
        with requests.get(
            address, params=said, timeout=seconds, verify=verify, allow_redirects=False, stream=True
        ) as answer:
            if answer.status_code != 200:
                raise OutsideFault(f"status {answer.status_code}", away=True)
            return bytes(answer.raw.read(LARGEST + 1, decode_content=True))
    except (requests.RequestException, OSError) as error:
        raise OutsideFault(f"{type(error).__name__}: {error}", away=True) from error


def _read(text: bytes) -> Element:
    if len(text) > LARGEST:
        raise OutsideFault("too long")
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise OutsideFault(f"not sound XML: {error}") from error
    return root
