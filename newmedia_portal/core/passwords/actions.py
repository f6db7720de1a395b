"""Setting passwords (设置密码): the one place where age and former passwords are kept."""

from datetime import datetime

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ..access.models import User
from ..refusals import Refused
from .models import PasswordUsed

#: As many former passwords as the strictest profile looks back on.
KEPT = 5


def refuse_unsound(person: User, password: str) -> None:
    """Raise Refused for no password, and for one that the profile does not allow this person."""
    if not password:
        raise Refused("请填写初始密码。", field="password")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error


def put_password(person: User, password: str, *, at: datetime) -> None:
    """Give a person a password that was checked; the caller saves the fields, then calls `remember_password`."""
    person.set_password(password)
    person.password_set_at = at


def remember_password(person: User, *, at: datetime) -> None:
    """Keep the hash of the password just saved, and forget what lies further back than any rule looks."""
    if not is_password_usable(person.password):
        return
    PasswordUsed.objects.create(user=person, hash=person.password, set_at=at)
    old = PasswordUsed.objects.filter(user=person).values_list("pk", flat=True)[KEPT:]
    PasswordUsed.objects.filter(pk__in=list(old)).delete()
