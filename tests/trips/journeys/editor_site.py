"""A page with the editor and one with a text to remark on (测试页): addresses for test_editor only, no database."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from pytest_django.live_server_helper import LiveServer

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.core.ui.forms import PortalForm
from reviews.forms.richtext import RichTextField, RichTextInput
from reviews.richtext import foreign_pictures, from_office, passages, sanitise

from ...conftest import DESKTOP

TEXT = "#id_body"
SHELL = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>测试页</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{% load static %}{% include "components/styles.html" %}<script src="/watch.js"></script></head><body><main id="main">
<h1>测试页</h1>CONTENT</main>{% include "components/scripts.html" %}</body></html>"""
EDIT = """<form method="post" data-autosave-url="/save/">{% csrf_token %}{{ form }}
<p data-saved-at></p><button class="btn btn-primary" data-testid="submit">保存</button></form>"""
READ = """<div class="post-body" id="body" data-passages="remark" data-passages-shift="{{ shift }}">{{ body }}</div>
<form method="post" id="remark">{% csrf_token %}<input type="hidden" name="start"><input type="hidden" name="end">
<input type="hidden" name="quote"><blockquote data-passage-quote></blockquote>
<label>段落 <select class="form-select" name="line" data-passage-line><option value="">请选择段落</option>
{% for one in lines %}<option data-start="{{ one.start }}" data-end="{{ one.end }}">{{ one.number }}</option>
{% endfor %}
</select></label><label>意见 <textarea class="form-control" name="text"></textarea></label></form>
<script type="module" src="{% static 'js/passages.js' %}"></script>"""
# Counts breaches of the content policy as the browser reports them; comes before everything else.
WATCH = """window.breaches = [];
addEventListener("securitypolicyviolation", (e) => window.breaches.push(`${e.violatedDirective} ${e.sample}`));
"""
stored: dict[str, Any] = {"body": "", "saved": [], "shift": 0}


class BodyForm(PortalForm):
    """A form with nothing but a body."""

    body = RichTextField(
        label="正文", help_text="可以从文档中粘贴。", widget=RichTextInput(upload_url="/upload/", clean_url="clean")
    )


def page(request: HttpRequest, content: str, context: dict[str, Any]) -> HttpResponse:
    template = engines["django"].from_string(SHELL.replace("CONTENT", content))
    return HttpResponse(template.render(context, request))


@guard(PUBLIC)
def edit(request: HttpRequest) -> HttpResponse:
    form = BodyForm(request.POST or None, initial={"body": stored["body"]})
    if request.method == "POST" and form.is_valid():
        stored["body"] = form.cleaned_data["body"]
        return page(request, '<div class="post-body" data-testid="done">已保存</div>', {})
    return page(request, EDIT, {"form": form})


@guard(PUBLIC)
def save(request: HttpRequest) -> HttpResponse:
    form = BodyForm(request.POST)
    stored["saved"].append(form.cleaned_data["body"] if form.is_valid() else form.errors.as_json())
    return JsonResponse({})


@guard(PUBLIC)
def upload(request: HttpRequest) -> HttpResponse:
    data = request.FILES["file"].read(8)
    if data != b"\x89PNG\r\n\x1a\n":
        return JsonResponse({"message": "不支持这种文件。请上传 JPG、PNG 格式。"}, status=422)
    return JsonResponse({"url": "/reviews/pictures/7/"})


@guard(PUBLIC)
def clean(request: HttpRequest) -> HttpResponse:
    html = request.POST["html"]
    lost = foreign_pictures(html)
    message = f"有 {lost} 张图片没有带入,请用“图片”上传。" if lost else ""
    return JsonResponse({"html": sanitise(from_office(html)), "message": message})


@guard(PUBLIC)
def read(request: HttpRequest) -> HttpResponse:
    body = engines["django"].from_string("{{ body|safe }}").render({"body": sanitise(stored["body"])})
    return page(request, READ, {"body": body, "lines": passages(stored["body"]), "shift": stored["shift"]})


@guard(PUBLIC)
def watch(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WATCH, content_type="text/javascript")


@guard(PUBLIC)
def picture(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps({}), content_type="image/png")


urlpatterns = [
    path("edit/", edit), path("save/", save), path("upload/", upload), path("clean/", clean, name="clean"),
    path("read/", read), path("watch.js", watch), path("reviews/pictures/7/", picture),
]  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serve on a port of its own, without any database."""
    running = LiveServer("127.0.0.1")
    yield running.url
    running.stop()


@pytest.fixture
def pages(settings: Any, server: str, open_page: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Give a function that opens a page of the test site; no breach of the policy is accepted on any of them."""
    settings.ROOT_URLCONF = __name__
    stored.update(body="", saved=[], shift=0)
    opened: list[Any] = []

    def go(address: str, body: str = "", viewport: dict[str, int] = DESKTOP) -> Any:
        stored["body"] = body
        page = open_page(viewport)
        opened.append(page)
        page.goto(f"{server}{address}")
        page.wait_for_selector(".editor-text, [data-passages-on]")
        return page

    yield go
    assert [page.evaluate("window.breaches || []") for page in opened] == [[] for _ in opened]


def source(page: Any) -> str:
    """Return what the textarea would send."""
    return str(page.locator("#id_body_source").input_value())


def settles(page: Any, read: Callable[[], Any], wanted: Any) -> Any:
    """Read until it is as wanted, five seconds at most, and return what was read last."""
    found = read()
    for _ in range(100):
        if found == wanted:
            break
        page.wait_for_timeout(50)
        found = read()
    return found


def text_becomes(page: Any, wanted: str) -> str:
    """Return the cleaned text of the editor, once it is as wanted or after five seconds."""
    return str(settles(page, lambda: sanitise(source(page)), wanted))


def write(page: Any, words: str) -> None:
    """Write at the end of the text."""
    page.locator(TEXT).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def press(page: Any, word: str) -> None:
    page.get_by_role("button", name=word, exact=True).click()


def saved(page: Any) -> str:
    """Send the form and return what the server stored."""
    page.click("[data-testid=submit]")
    page.wait_for_selector("[data-testid=done]")
    return str(stored["body"])
