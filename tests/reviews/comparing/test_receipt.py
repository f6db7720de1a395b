"""The published text against the approved one: reformatting is forgiven, a changed character never."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reviews.comparing.receipt import Approved, Published, judge, normalise, text_hash
from reviews.states import Verdict

from .pairs import BYLINE, CHANGED, SAME, TEXT, TITLE

SINCE = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UNTIL = SINCE + timedelta(days=7)
APPROVED = Approved(TITLE, TEXT, SINCE, UNTIL, frozenset({7, 8}), BYLINE)
PUBLISHED = Published(TITLE, TEXT, SINCE + timedelta(hours=1), 7)
SECOND = timedelta(seconds=1)


def test_there_are_enough_pairs_with_names_of_their_own():
    names = [pair.name for pair in [*SAME, *CHANGED]]

    assert len(names) == len(set(names)) == len(SAME) + len(CHANGED)
    assert len(names) >= 100


def test_only_one_pair_is_the_approved_text_itself():
    assert [pair.name for pair in [*SAME, *CHANGED] if pair.text == TEXT and pair.title == TITLE] == ["identical"]


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: pair.name)
def test_what_a_platform_reformats_is_the_same(pair):
    judged = judge(APPROVED, replace(PUBLISHED, title=pair.title, text=pair.text))

    assert (judged.verdict, judged.differences, judged.share) == (Verdict.SAME, (), 1.0)


@pytest.mark.parametrize("pair", CHANGED, ids=lambda pair: pair.name)
def test_what_people_change_is_changed_and_named(pair):
    judged = judge(APPROVED, replace(PUBLISHED, title=pair.title, text=pair.text))

    assert (judged.verdict, tuple(one.kind for one in judged.differences)) == (Verdict.CHANGED, pair.kinds)
    assert 0 <= judged.share < 1


@pytest.mark.parametrize(
    ("published", "why"),
    [
        (replace(PUBLISHED, at=SINCE - SECOND), "发布时间早于发布授权时间。"),
        (replace(PUBLISHED, at=UNTIL + SECOND), "发布时间晚于发布授权的有效期。"),
        (replace(PUBLISHED, account=9), "发布账号不在发布授权之列。"),
        (replace(PUBLISHED, at=SINCE - SECOND, text=""), "发布时间早于发布授权时间。"),
    ],
    ids=["before approval", "after expiry", "other account", "screenshot before approval"],
)
def test_a_publication_without_leave_is_unreviewed_even_in_the_approved_words(published, why):
    judged = judge(APPROVED, published)

    assert (judged.verdict, judged.why) == (Verdict.UNREVIEWED, why)


def test_a_publication_without_any_authorisation_is_unreviewed():
    judged = judge(None, PUBLISHED)

    assert (judged.verdict, judged.why, judged.share) == (Verdict.UNREVIEWED, "发布时没有发布授权。", 0.0)


@pytest.mark.parametrize("at", [SINCE, UNTIL])
def test_the_first_and_the_last_moment_of_the_period_are_in_it(at):
    assert judge(APPROVED, replace(PUBLISHED, at=at)).verdict == Verdict.SAME


def test_the_differences_of_an_unreviewed_publication_are_named_too():
    judged = judge(APPROVED, replace(PUBLISHED, account=9, text=TEXT.replace("5.3%", "5.8%")))

    assert (judged.verdict, [(one.old, one.new) for one in judged.differences]) == (Verdict.UNREVIEWED, [("3", "8")])


@pytest.mark.parametrize("text", ["", " \n\u3000"])
def test_a_screenshot_alone_is_left_to_a_person(text):
    judged = judge(APPROVED, replace(PUBLISHED, text=text))

    assert (judged.verdict, judged.why, judged.differences) == (
        Verdict.UNCHECKED, "只有截图,没有发布正文,请对照截图核对后登记结论。", (),
    )  # fmt: skip


def test_a_difference_says_what_where_and_between_which_words():
    (one,) = judge(APPROVED, replace(PUBLISHED, text=TEXT.replace("不得以", "得以"))).differences

    assert (one.kind, one.old, one.new, one.start) == ("dropped", "不", "", TEXT.index("不得以"))
    assert (one.before[-4:], one.after[:4]) == ("00人\uff0c", "得以任何")


def test_the_place_of_a_difference_is_right_behind_signs_that_do_not_count():
    approved = replace(APPROVED, text="😀\u200b甲 \u3000乙……丙丁。")
    (one,) = judge(approved, replace(PUBLISHED, text="😀甲乙...丙戊.")).differences

    assert (one.old, one.new, approved.text[one.start]) == ("丁", "戊", "丁")


def test_known_names_are_forgiven_and_others_are_not():
    approved = replace(APPROVED, names=frozenset({"示例网", "示例发布", "示例甲"}))
    head = "示例发布\n来源:示例网\n作者:示例甲\n"

    assert judge(approved, replace(PUBLISHED, text=head + TEXT)).verdict == Verdict.SAME
    assert judge(approved, replace(PUBLISHED, text=head.replace("例甲", "例乙") + TEXT)).verdict == Verdict.CHANGED


def test_a_line_of_the_approved_text_is_never_taken_for_the_frame():
    text = f"2026年11月20日\n{TEXT}\n阅读原文"
    approved = replace(APPROVED, text=text)

    assert judge(approved, replace(PUBLISHED, text=text)).verdict == Verdict.SAME
    assert judge(approved, replace(PUBLISHED, text=text.replace("20日", "21日"))).verdict == Verdict.CHANGED
    assert judge(approved, replace(PUBLISHED, text=text.removesuffix("\n阅读原文"))).verdict == Verdict.CHANGED


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_any_character_changed_into_any_other_is_changed(place, sign):
    assume(not TEXT[place].isspace() and TEXT[place] not in {sign, "\ufe0f"})

    judged = judge(APPROVED, replace(PUBLISHED, text=TEXT[:place] + sign + TEXT[place + 1 :]))

    assert judged.verdict == Verdict.CHANGED
    assert sign in "".join(one.new for one in judged.differences)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)
    assert text_hash(normalise(text)) == text_hash(text)


@pytest.mark.parametrize("kind", ["other text", "every tenth character", "two characters only", "shuffled sentences"])
def test_a_long_text_is_judged_in_bounded_time(kind):
    chance = Random(7)
    signs = "ab" if kind == "two characters only" else [chr(chance.randrange(0x4E00, 0x9000)) for _ in range(3000)]
    old = ["".join(chance.choices(signs, k=30)) + "。" for _ in range(3_000)]
    new = {
        "other text": lambda: ["".join(chance.choices(signs, k=30)) + "。" for _ in old],
        "every tenth character": lambda: ["".join(s if chance.random() > 0.1 else "变" for s in one) for one in old],
        "two characters only": lambda: ["".join(chance.choices(signs, k=30)) + "。" for _ in old],
        "shuffled sentences": lambda: chance.sample(old, len(old)),
    }[kind]()
    begun = time.process_time()

    judged = judge(replace(APPROVED, text="".join(old)), replace(PUBLISHED, text="".join(new)))

    assert judged.verdict == Verdict.CHANGED
    assert time.process_time() - begun < 15
