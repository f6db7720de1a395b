"""Why a file is not taken (上传失败的原因): each with its limit and its remedy, in words for the person who sent it."""

from enum import StrEnum

from ..refusals import Refused

#: The field of a form that holds the file, unless its caller says otherwise.
FIELD = "file"


class Fault(StrEnum):
    """What is told apart; a template that was altered is told by the import that reads it."""

    NOTHING = "nothing"
    TYPE = "type"
    LARGE = "large"
    EMPTY = "empty"
    INFECTED = "infected"
    LOCKED = "locked"
    FAILED = "failed"
    MANY = "many"
    UNSAFE = "unsafe"


class UploadRefused(Refused):
    """The file was not taken; `fault` says why in one word, the message says what to do."""

    def __init__(self, fault: Fault, message: str, *, field: str = FIELD) -> None:
        super().__init__(message, field=field)
        self.fault = fault


def nothing() -> UploadRefused:
    """Return the refusal of a form that was sent without a file."""
    return UploadRefused(Fault.NOTHING, "还没有选择文件。请先选择文件，再上传。")


def empty() -> UploadRefused:
    """Return the refusal of a file without content."""
    return UploadRefused(Fault.EMPTY, "这个文件是空的（0 字节）。请打开原文件确认有内容，重新保存后再上传。")


def large(limit: int) -> UploadRefused:
    """Return the refusal of a file over the limit; megabytes."""
    return UploadRefused(
        Fault.LARGE, f"文件超过 {limit} MB。照片请用手机“压缩”或截图后上传；文档请压缩图片或拆成几个文件。"
    )


def swollen() -> UploadRefused:
    """Return the refusal of a file that unpacks to too much."""
    return UploadRefused(
        Fault.LARGE, "文件展开后过大，没有收下。请删去不需要的内容和大图，另存后再上传，或打印为 PDF 上传。"
    )


def many(limit: int, what: str = "每件备案") -> UploadRefused:
    """Return the refusal of one file too many."""
    return UploadRefused(Fault.MANY, f"{what}最多 {limit} 个文件。请先移除不需要的文件，或合并成一个 PDF 后再上传。")


def wrong_type(allowed: str, said: str = "") -> UploadRefused:
    """Return the refusal of a kind of file that is not asked for; `said` is what the file seems to be."""
    seems = f"（这是{said}）" if said else ""
    return UploadRefused(Fault.TYPE, f"不支持这种文件{seems}。请上传 {allowed} 格式。")


def wrong_suffix(label: str, suffixes: tuple[str, ...]) -> UploadRefused:
    """Return the refusal of a name whose end does not fit the content."""
    ends = "或".join(f".{suffix}" for suffix in suffixes)
    return UploadRefused(
        Fault.TYPE, f"文件扩展名与内容不符（内容是 {label}）。请把文件名结尾改为 {ends}，或另存为正确格式后上传。"
    )


def locked(what: str = "文件") -> UploadRefused:
    """Return the refusal of a file that needs a password."""
    return UploadRefused(Fault.LOCKED, f"{what}设有密码或加密。请去掉密码，另存后再上传。")


def failed() -> UploadRefused:
    """Return the refusal of a file that is damaged or came in part."""
    return UploadRefused(
        Fault.FAILED, "文件不完整或已损坏，可能是上传中断。请打开原文件确认能正常显示，重新保存后再上传一次。"
    )


def infected(name: str) -> UploadRefused:
    """Return the refusal of a file in which the scanner found something."""
    return UploadRefused(
        Fault.INFECTED, f"文件没有通过病毒检查（{name}），没有收下。请用杀毒软件清查电脑，换一份干净的文件再上传。"
    )


def unscanned() -> UploadRefused:
    """Return the refusal while the scanner is away: what was not scanned is not taken."""
    return UploadRefused(
        Fault.FAILED, "病毒检查暂时用不了，文件没有收下。请过几分钟再上传；一直这样，请联系系统管理员。"
    )


def unsafe(what: str, remedy: str) -> UploadRefused:
    """Return the refusal of content or a name that may harm those who open it."""
    return UploadRefused(Fault.UNSAFE, f"{what}，没有收下。{remedy}")
