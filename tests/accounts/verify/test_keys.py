"""The form under which names are compared: what nobody sees makes no difference, anything else does."""

from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis.strategies import text

from accounts.verify.keys import check_key


@pytest.mark.parametrize(
    "written",
    [
        "示例发布ABC", "示例发布abc", "示例发布ＡＢＣ", " 示例 发布 abc ", "示例\u3000发布abc",
        "示例\u200b发布\u200dabc", "\ufeff示例发布abc",
        "示例发布\x00abc", "示例发布\u202eabc", "示例发布ＡbＣ\t\n", "示\u00ad例发布abc",
    ],
)  # fmt: skip
def test_width_case_spaces_and_unseen_signs_make_no_difference(written: str) -> None:
    assert check_key(written) == "示例发布abc"


@pytest.mark.parametrize(
    "written",
    ["示例发布abd", "示例发布ab", "示例发怖abc", "示例-发布abc", "示例发布аbc", "官方示例发布abc", "%", "示例发布*"],
)
def test_any_other_sign_makes_another_name(written: str) -> None:
    assert check_key(written) != "示例发布abc"


def test_a_megabyte_is_cut_before_it_is_read() -> None:
    assert check_key("示例" * 500_000) == ("示例" * 200)[:200]


@pytest.mark.parametrize("text", ["ﷺ" * 200, "Straße", "ΑΣ", "İ", "①②③", "㈱"])
def test_the_form_of_a_form_is_itself_and_fits_its_column(text: str) -> None:
    once = check_key(text)
    assert (check_key(once), len(once) <= 200) == (once, True)


@given(text())
def test_the_short_way_for_plain_texts_answers_as_the_long_one(written: str) -> None:
    folded = normalize("NFKC", normalize("NFKC", written[:400]).casefold())
    kept = "".join(
        sign for sign in folded if not sign.isspace() and category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    assert check_key(written) == normalize("NFKC", kept)[:200]
