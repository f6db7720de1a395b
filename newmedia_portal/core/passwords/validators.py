"""What a new password must be (密码规则), one class a rule; which ones hold is the profile's (settings.passwords)."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from .models import PasswordUsed
from .names import name_found


class LongEnough:
    """So many characters at least, counted as they are sent; there is no upper limit."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a short password."""
        if len(password) < self.least:
            raise ValidationError(f"密码太短，至少要有 {self.least} 个字符。", code="password_too_short")

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"至少 {self.least} 个字符。"


class CharacterClasses:
    """So many of the four classes of characters: capitals, small letters, digits, other signs."""

    def __init__(self, least: int = 3) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password of too few classes."""
        classes = {
            "upper" if sign.isupper() else "lower" if sign.islower() else "digit" if sign.isdigit() else "other"
            for sign in password
        }
        if len(classes) < self.least:
            words = f"密码至少要有大写字母、小写字母、数字、其他符号中的 {self.least} 类，现在有 {len(classes)} 类。"
            raise ValidationError(words, code="password_classes")

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"大写字母、小写字母、数字、其他符号中至少有 {self.least} 类。"


class NoOwnNames:
    """No log-in name, no own name, no unit, none of them in pinyin; with `product` no name of the product either."""

    def __init__(self, product: Sequence[str] = ()) -> None:
        self.product = tuple(product)

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that holds a name; signs between its letters do not hide it."""
        if what := name_found(password, user, self.product):
            raise ValidationError(f"密码里不能有{what}（包括拼音），请换一个别人猜不到的。", code="password_name")

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"不含登录名、姓名、单位名称{'、产品名称' if self.product else ''}及其拼音。"


class NotUsedBefore:
    """None of the last so many passwords; 1 means: not the present one again."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that was used; compares hashes, so it takes as long as so many log-ins."""
        if user is None or user.pk is None:
            return
        kept = list(PasswordUsed.objects.filter(user=user).values_list("hash", flat=True)[: self.last])
        for known in list(dict.fromkeys([user.password, *kept]))[: self.last]:
            if check_password(password, known):
                raise ValidationError(self._words(), code="password_used")

    def get_help_text(self) -> str:
        """Say the rule."""
        return self._words()

    def _words(self) -> str:
        return f"不能与最近 {self.last} 次用过的密码相同。" if self.last > 1 else "不能与现在的密码相同。"
