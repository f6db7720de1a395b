"""Which expressions the catalogue accepts (链接规则核验): none that could run away on a hostile text.

The time of a match grows with the text to the power of the unbounded repeats. Nested repeats, references and choices
inside an unbounded repeat are refused, the number of unbounded repeats is limited, and so is the text.
"""

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as reader  # type: ignore[attr-defined]
from typing import Any

from newmedia_portal.core.refusals import Refused

MOST_CHARACTERS = 300
MOST_UNBOUNDED = 3
BOUNDED = 256
SINGLE = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY)
PLAIN = (op.CATEGORY_DIGIT, op.CATEGORY_WORD, op.CATEGORY_SPACE)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def check_expression(expression: str) -> re.Pattern[str]:
    """Return the compiled expression; raises Refused, naming what to change, for a wrong or dangerous one."""
    if not expression.strip():
        raise Refused("请填写表达式。", field="expression")
    if len(expression) > MOST_CHARACTERS:
        raise Refused(f"表达式不能超过 {MOST_CHARACTERS} 个字符。", field="expression")
    try:
        compiled = re.compile(expression)
        tree = reader.parse(expression)
    except (re.error, RecursionError, OverflowError) as error:
        raise Refused(
            f"表达式有误,无法使用:第 {getattr(error, 'pos', 0) or 0} 个字符附近。", field="expression"
        ) from error
    unknown = set(compiled.groupindex) - {"id"}
    if unknown:
        raise Refused("表达式里只能有一个命名组 id,用来取账号标识。", field="expression")
    unbounded = _walk(tree, repeated=False)
    if unbounded > MOST_UNBOUNDED:
        raise Refused(f"表达式里不限次数的重复最多 {MOST_UNBOUNDED} 处,请写明次数。", field="expression")
    if compiled.fullmatch("") is not None:
        raise Refused("表达式不能匹配空白内容,请写明平台的网址。", field="expression")
    return compiled


def _walk(tree: Any, *, repeated: bool) -> int:
    """Return the number of unbounded repeats below; refuse what multiplies them."""
    found = 0
    for code, value in tree:
        if code in (op.GROUPREF, op.GROUPREF_EXISTS):
            raise Refused("表达式里不能引用前面的组。", field="expression")
        if code in REPEATS:
            found += _repeat(value, repeated=repeated)
        elif code is op.BRANCH:
            found += sum(_walk(part, repeated=repeated) for part in value[1])
        elif code is op.SUBPATTERN:
            found += _walk(value[3], repeated=repeated)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            found += _walk(value[1], repeated=repeated)
        elif code is op.ATOMIC_GROUP:
            found += _walk(value, repeated=repeated)
    return found


def _repeat(value: Any, *, repeated: bool) -> int:
    _, high, inner = value
    unbounded = high is op.MAXREPEAT or high > BOUNDED
    many = unbounded or high > 1
    inside = _walk(inner, repeated=repeated or many)
    if unbounded and (len(inner) != 1 or inner[0][0] not in SINGLE):
        raise Refused("不限次数的重复只能用于单个字符或字符组。", field="expression")
    if many and ((repeated and unbounded) or inside or (_repeats(inner) and not _separated(inner))):
        raise Refused("表达式里的重复不能套在另一个重复之内,请改写。", field="expression")
    return inside + (1 if unbounded else 0)


def _repeats(tree: Any) -> list[Any]:
    """Return the bodies of the repeats below that may take several lengths."""
    found = []
    for code, value in tree:
        if code in REPEATS and value[0] != value[1]:
            found.append(value[2])
        parts = value[1] if code is op.BRANCH else [value[3]] if code is op.SUBPATTERN else []
        parts = [value[2]] if code in REPEATS else parts
        for part in parts:
            found += _repeats(part)
    return found


def _separated(tree: Any) -> bool:
    """Whether each round begins with a mark that no repeat inside can swallow, so that rounds cannot blur."""
    code, mark = tree[0]
    if code is not op.LITERAL or chr(mark).isalnum() or chr(mark) in "_ ":
        return False
    return all(len(body) == 1 and not _takes(body[0], mark) for body in _repeats(tree))


def _takes(item: Any, mark: int) -> bool:
    """Whether a single character or class may be the mark."""
    code, value = item
    if code is op.LITERAL:
        return bool(value == mark)
    if code is not op.IN:
        return True
    negated = value[0][0] is op.NEGATE
    inside = any(
        (kind is op.LITERAL and part == mark) or (kind is op.RANGE and part[0] <= mark <= part[1])
        for kind, part in value
    )
    odd = any(kind is op.CATEGORY and part not in PLAIN for kind, part in value)
    return not inside if negated else inside or odd
