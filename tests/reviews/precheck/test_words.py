"""What the entries of a lexicon do: grades, contexts, wrong words, names, titles, orders, full terms."""

import pytest

from reviews.precheck import Entry, compile_lexicon

from .starter import hits


def lexicon(*entries: Entry):
    return compile_lexicon(entries, label="示例词库")


def marks(text: str, *entries: Entry, **how) -> list[tuple[str, str]]:
    """Return rule and original text of all hits."""
    return [(hit.rule, text[hit.start : hit.end]) for hit in hits(text, lexicon=lexicon(*entries), **how)]


TERM = Entry("term", "示例词", "P06", "warn")


def test_the_longest_of_one_grade_stays():
    assert marks("一个示例词语", TERM, Entry("term", "示例词语", "P06", "warn")) == [("term", "示例词语")]


def test_the_gravest_wins_over_the_longest():
    assert marks("一个示例词语", Entry("term", "例词", "P06", "block"), Entry("term", "示例词语", "P06", "warn")) == [
        ("term", "例词")
    ]


def test_words_that_do_not_overlap_all_stay():
    assert marks("示例词与示例词", TERM) == [("term", "示例词"), ("term", "示例词")]


def test_an_allowed_context_frees_all_words_in_it():
    assert marks("示例词典和示例词", TERM, Entry("allow", "示例词典")) == [("term", "示例词")]


def test_an_allowed_context_must_be_written_openly():
    assert marks("示例*词典", TERM, Entry("allow", "示例词典")) == [("term", "示例*词")]


def test_a_word_on_the_deny_list_is_found_in_an_allowed_context_too():
    assert marks("示例词典", Entry("deny", "示例词", "P06"), Entry("allow", "示例词典")) == [("deny", "示例词")]


def test_an_exception_frees_only_its_own_entry():
    excepted = Entry("term", "示例词", "P06", "warn", exceptions=("示例词典",))

    assert marks("示例词典", excepted, Entry("term", "例词典", "P07", "hint")) == [("term", "例词典")]


def test_an_entry_without_a_grade_has_the_usual_one_of_its_kind():
    entries = (
        Entry("term", "甲甲甲", "P06"),
        Entry("deny", "乙乙乙", "P06"),
        Entry("ad", "丙丙丙"),
        Entry("typo", "丁丁", right="丁"),
    )

    got = [(hit.rule, hit.grade) for hit in hits("甲甲甲、乙乙乙、丙丙丙、丁丁", lexicon=lexicon(*entries))]

    assert got == [("term", "warn"), ("deny", "block"), ("ad", "hint"), ("typo", "warn")]


def test_advice_of_the_entry_is_shown():
    (hit,) = hits("示例词", lexicon=lexicon(Entry("term", "示例词", "P06", advice="请改为“样本”。")))

    assert hit.advice == "请改为“样本”。"


def test_words_without_the_mark_are_not_found_by_their_sound():
    sounding = Entry("term", "示例词", "P06", "warn", homophone=True)

    assert marks("事例词", TERM) == []
    assert marks("事例词", sounding) == [("homophone", "事例词")]


def test_a_word_of_signs_needs_its_signs():
    entry = Entry("term", "100%有效", "P06")

    assert marks("号称100%有效", entry) == [("term", "100%有效")]
    assert marks("号称１００％有效", entry) == [("term", "１００％有效")]
    assert marks("前100有效", entry) == []


def test_a_wrong_word_is_found_as_it_is_written():
    typo = Entry("typo", "帐号", right="账号")
    (hit,) = hits("登录帐号", lexicon=lexicon(typo))

    assert (hit.rule, hit.category, hit.grade, hit.advice) == ("typo", "P26", "warn", "“帐号”应为“账号”。")
    assert marks("登录账号", typo) == []


def test_a_wrong_variant_is_told_from_the_right_one():
    assert marks("打扫乾净", Entry("typo", "乾净", right="干净")) == [("typo", "乾净")]
    assert marks("打扫干净", Entry("typo", "乾净", right="干净")) == []


def test_the_exception_of_a_wrong_word_is_heeded():
    typo = Entry("typo", "截止", right="截至", exceptions=("截止日期", "截止时间"))

    assert marks("截止目前，截止日期为五月", typo) == [("typo", "截止")]


def test_a_wrong_name_of_a_body_is_named():
    (hit,) = hits("示例市委宣传布", lexicon=lexicon(Entry("name", "示例市委宣传布", right="示例市委宣传部")))

    assert (hit.rule, hit.advice) == ("name", "“示例市委宣传布”应为“示例市委宣传部”。")


MAYOR = Entry("title", "示例张三", right="示例市市长、示例市委副书记")


@pytest.mark.parametrize(
    "text",
    [
        "市长示例张三出席",
        "示例市市长示例张三出席",
        "示例市委副书记、市长示例张三出席",
        "市长：示例张三",
        "示例张三市长出席",
        "示例张三在会上说",
        "原书记示例张三",
        "时任局长示例张三",
        "与示例张三一道",
    ],
)
def test_a_right_title_or_none_is_no_hit(text):
    assert marks(text, MAYOR) == []


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("副市长示例张三出席", "副市长示例张三"),
        ("书记示例张三出席", "书记示例张三"),
        ("省长示例张三", "省长示例张三"),
        ("示例张三局长说", "示例张三局长"),
        ("代市长示例张三", "代市长示例张三"),
    ],
)
def test_a_wrong_title_is_marked_with_the_name(text, marked):
    assert marks(text, MAYOR) == [("title", marked)]


def test_a_deputy_written_as_chief_is_wrong():
    assert marks("市长示例李四", Entry("title", "示例李四", right="示例市副市长")) == [("title", "市长示例李四")]


def test_a_name_that_only_sounds_right_is_questioned_beside_its_title():
    sounding = Entry("title", "示例章三", right="示例市市长", homophone=True)

    assert marks("市长示例张三出席", sounding) == [("name", "示例张三")]
    assert marks("示例张三出席", sounding) == []


ORDER = tuple(
    Entry("order", name, group="示例班子", position=n) for n, name in enumerate(("示例甲", "示例乙", "示例丙"), 1)
)


@pytest.mark.parametrize(
    "text", ["示例甲、示例乙、示例丙", "示例甲和示例丙出席", "示例乙到会。示例甲讲话", "示例乙\n示例甲"]
)
def test_the_right_order_is_no_hit(text):
    assert marks(text, *ORDER) == []


@pytest.mark.parametrize(
    ("text", "marked"),
    [("示例乙、示例甲", "示例甲"), ("示例甲、示例丙、示例乙出席", "示例乙"), ("主任示例丙、副主任示例乙", "示例乙")],
)
def test_the_first_out_of_order_is_marked(text, marked):
    assert marks(text, *ORDER) == [("order", marked)]


def test_the_advice_tells_the_order_of_those_named():
    (hit,) = hits("示例丙、示例甲", lexicon=lexicon(*ORDER))

    assert hit.advice == "“示例班子”的顺序应为：示例甲、示例丙。"


FULL = Entry("full", "示例新区", right="示例省示例新区")


def test_a_short_term_before_the_full_one_is_marked_once():
    assert marks("示例新区好，示例新区美，示例省示例新区", FULL) == [("full", "示例新区")]


def test_after_the_full_term_the_short_one_is_free():
    assert marks("示例省示例新区好，示例新区美", FULL) == []


def test_a_title_may_use_the_short_term():
    assert marks("示例省示例新区好", FULL, title="示例新区发展") == []


def test_advertising_words_are_hints_under_every_edition():
    advertised = Entry("ad", "全国第一")

    for edition in ("soe", "corp", "gejiu", "taibai", "jiusan"):
        (hit,) = hits("全国第一品牌", lexicon=lexicon(advertised), edition=edition)
        assert (hit.rule, hit.category, hit.grade) == ("ad", "P18", "hint")


def test_terms_of_current_affairs_are_free_for_an_account_with_licence():
    affairs = Entry("term", "示例时政", "P19")

    assert marks("示例时政消息", affairs) == [("term", "示例时政")]
    assert marks("示例时政消息", affairs, licensed=True) == []


def test_an_empty_lexicon_and_an_empty_draft_give_nothing():
    assert hits("示例词", lexicon=lexicon()) == []
    assert hits("", lexicon=lexicon(TERM)) == []
