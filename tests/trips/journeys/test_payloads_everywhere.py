"""Payloads in every text that people have written: on every page, for every group of roles, none of them runs."""

import pytest

from tests.reviews.richtext.payloads import PAYLOADS
from tests.soaking import keep_result

from .poisoning import poison, scripts
from .walk import addresses, group_of

pytestmark = [pytest.mark.browser, pytest.mark.soak]

CAST = (
    "gejiu-operator", "gejiu-head", "gejiu-chief", "gejiu-editor", "gejiu-registrar", "gejiu-director",
    "gejiu-observer", "soe-operator", "corp-operator", "taibai-operator", "jiusan-operator", "sysadmin", "secadmin",
    "auditor",
)  # fmt: skip
POLICY = "Content Security Policy"
LIVE = """() => [
    window.__ran,
    ...[...document.querySelectorAll("*")].filter((node) =>
        [...node.attributes].some((one) => one.name.startsWith("on") || /^\\s*(javascript|data:text)/i.test(one.value))
        || (node.tagName === "SCRIPT" && !node.src && !/json/.test(node.type) && !node.nonce)
        || ["IFRAME", "OBJECT", "EMBED", "BASE", "MATH"].includes(node.tagName)
    ).map((node) => node.outerHTML.slice(0, 200)),
].filter(Boolean)"""


def test_no_payload_in_any_text_runs_on_any_page(desk, look):
    poisoned = poison(scripts())
    wrong, shown, seen = [], 0, 0
    for username in CAST:
        person = desk(username)
        heard: list[tuple[str, str]] = []
        person.page.on(
            "dialog", lambda dialog, heard=heard: (heard.append(("a dialog", dialog.message)), dialog.dismiss())
        )
        person.page.on(
            "console",
            lambda line, heard=heard, page=person.page: (
                heard.append((page.url, line.text)) if POLICY in line.text else None
            ),
        )
        for _, address in look.choose(group_of(username), addresses(username)):
            page = person.go(address).page
            page.wait_for_load_state()
            wrong += [(username, address, live) for live in page.evaluate(LIVE)]
            shown += "__ran" in page.content()
            seen += 1
        wrong += [(username, *words) for words in heard]

    keep_result(
        "payloads_everywhere",
        label="所有文字里的脚本注入，浏览器逐页",
        threshold="0 次执行，0 处成为标记",
        figures={
            "文字列": len(poisoned), "文字": poisoned.total(), "样本": len(PAYLOADS), "页": seen, "显示样本的页": shown,
            "执行或成为标记": len(wrong),
        },
        held=not wrong,
    )  # fmt: skip
    assert wrong == []
    assert seen > 300
    assert shown > seen / 2
