"""What a leaver's checklist holds (离任清单内容): the edition's items with their article, then rules of the product."""

from dataclasses import dataclass

from accounts.actions.custody import reached_by
from accounts.actions.people.gaps import TRAINED
from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Post
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.vocabulary import LEAVING_ITEMS

PRODUCT = "product"
#: What the product asks of everybody who leaves, whether the regulation says so or not.
EVERYWHERE = ("rights",)


@dataclass(frozen=True)
class Wanted:
    """One item: what, under which article, for which account."""

    code: str
    label: str
    article: str
    basis: str
    account: MediaAccount | None = None


def wanted_of(post: Post, edition: Edition) -> list[Wanted]:
    """Return what is to be done about somebody who has left a post; nothing for roles without access to accounts."""
    accounts = list(reached_by(post).order_by("name", "pk"))
    if post.role not in TRAINED and not accounts:
        return []
    stated = {
        item: (rule.label, rule.article, rule.basis)
        for rule in edition.personnel
        if rule.role in (None, post.role)
        for item in rule.items
    }
    made = [_password(account, stated.get("password")) for account in accounts]
    for code, (label, article, basis) in stated.items():
        if code != "password":
            words = label if code == "talk" else LEAVING_ITEMS[code]
            made.append(Wanted(code, words, article, basis))
    product = [*EVERYWHERE, *(["groups"] if edition.groups.enabled else [])]
    made += [Wanted(code, LEAVING_ITEMS[code], "", PRODUCT) for code in product if code not in stated]
    return made


def _password(account: MediaAccount, stated: tuple[str, str, str] | None) -> Wanted:
    _, article, basis = stated or ("", "", PRODUCT)
    return Wanted("password", f"更换“{account}”的口令并登记移交"[:120], article, basis, account)
