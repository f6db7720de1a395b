"""A scheme as text (方案文本): the TOML form that administrators copy and edit; reading it gives the same scheme."""

from typing import Any

from newmedia_portal.regimes.writer import dump

from .schema import Scheme

HEADINGS = {
    "classes": "单位分类",
    "parts": "考核部分",
    "indicators": "考核指标",
    "vetoes": "否决项",
    "bands": "等次",
    "year": "年度结果",
}
#: What an entry rests on comes after what it says.
CITED = ("article", "basis", "paraphrase", "note", "clauses")
_PREAMBLE = "# {title}：考核方案。每项指标和否决项注明出处；未写 basis 的为条文载明。\n\n"


def text_of(scheme: Scheme) -> str:
    """Return the text of a scheme; what equals its default is left out."""
    return dump(_plain(scheme.model_dump(exclude_defaults=True)), preamble=_PREAMBLE, headings=HEADINGS)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        keys = [key for key in value if key not in CITED] + [key for key in CITED if key in value]
        return {key: _plain(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
