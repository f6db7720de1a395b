"""The ground of all journeys: a real browser, real files, the strict content policy."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_log_in_page_comes_with_its_own_styles_and_nothing_from_elsewhere(page, live_server):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    failed: list[str] = []
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)

    page.goto(f"{live_server.url}/login/")

    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert failed == []
    assert any("/static/vendor/bootstrap/bootstrap.min.css" in url for url in asked)
    assert page.evaluate("getComputedStyle(document.body).boxSizing") == "border-box"


def test_a_breach_of_the_content_policy_is_reported_by_the_browser(browser, live_server):
    page = browser.new_page()
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text))
    page.goto(f"{live_server.url}/login/")

    page.evaluate(
        "() => document.head.append(Object.assign(document.createElement('script'), {src: '//127.0.0.1:9/x.js'}))"
    )
    page.wait_for_timeout(300)
    page.close()

    assert [("script-src" in line, "Content Security Policy" in line) for line in lines] == [(True, True)]
