"""States of a lexicon version and of a false alarm (词库版本、误报的状态)."""

from newmedia_portal.core.ui.states import DECIDED, FINAL, OPEN, StateSet, state
from newmedia_portal.core.ui.vocabulary import Tone


class LexiconState(StateSet):
    """A draft is edited; one published version per tree is used; a retired one is kept for the hits that name it."""

    DRAFT = state("draft", "草稿", Tone.GREY, "editable")
    PUBLISHED = state("published", "现行", Tone.GREEN, DECIDED)
    RETIRED = state("retired", "旧版", Tone.GREY, DECIDED, FINAL)


class Verdict(StateSet):
    """What the department says of a reported false alarm (误报处理)."""

    OPEN = state("open", "待处理", Tone.AMBER, OPEN)
    ACCEPTED = state("accepted", "已同意", Tone.GREEN, DECIDED, FINAL)
    REFUSED = state("refused", "不同意", Tone.RED, DECIDED, FINAL)
