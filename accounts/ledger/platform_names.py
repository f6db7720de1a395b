"""Which words in a ledger mean which platform (平台别名)."""

from collections.abc import Iterable, Mapping

from newmedia_portal.core.workbook.typed import key_of

ALIASES: dict[str, tuple[str, ...]] = {
    "wechat_subscription": (
        "微信订阅号",
        "订阅号",
        "微信公众号",
        "公众号",
        "微信",
        "政务微信",
        "微信公众平台",
        "官方微信",
        "微信公众账号",
    ),
    "wechat_service": ("微信服务号", "服务号"),
    "weibo": ("微博", "政务微博", "新浪微博", "新浪政务微博", "官方微博"),
    "douyin": ("抖音", "抖音号", "政务抖音", "抖音短视频"),
    "channels": ("微信视频号", "视频号"),
    "toutiao": ("今日头条", "头条号", "头条", "今日头条号", "政务头条号"),
    "kuaishou": ("快手", "快手号", "政务快手"),
    "bilibili": ("哔哩哔哩", "B站", "bilibili", "哔哩哔哩(B站)"),
    "xiaohongshu": ("小红书", "小红书号"),
    "app": ("移动客户端", "APP", "客户端", "手机客户端", "政务APP", "移动应用", "手机APP", "移动客户端(APP)"),
    "website": ("网站", "门户网站", "政府网站", "官方网站", "官网", "政府门户网站"),
    "miniprogram": ("小程序", "微信小程序", "支付宝小程序"),
    "wechat_group": ("微信工作群", "工作群", "微信群"),
    "qq_group": ("QQ工作群", "QQ群"),
    "mobile_paper": ("手机报",),
    "net_video": ("网络视频",),
    "mobile_tv": ("移动电视",),
    "renren": ("人人网",),
    "news_client": ("新闻客户端",),
    "live_video": ("视频直播",),
    "other": ("其他", "其它", "其他平台"),
}
GROUPS = frozenset({"wechat_group", "qq_group"})
"""Work groups: a unit may well run several."""


class PlatformNames:
    """The dictionary from words to platform codes; aliases of the catalogue come before the usual ones."""

    def __init__(self, catalogue: Mapping[str, Iterable[str]] | None = None) -> None:
        self._codes = {key_of(alias): code for code, aliases in ALIASES.items() for alias in aliases}
        if catalogue is not None:
            self._codes = {alias: code for alias, code in self._codes.items() if code in catalogue}
            for code, aliases in catalogue.items():
                self._codes.update({key_of(alias): code for alias in aliases})
        self._longest_first = sorted(self._codes, key=len, reverse=True)

    def code_of(self, text: str) -> str | None:
        """Return the code that a cell's text means, or None."""
        return self._codes.get(key_of(text))

    def named_in(self, text: str) -> str | None:
        """Return the code of the longest platform name that stands inside a text, such as a sheet's name."""
        wanted = key_of(text)
        return next((self._codes[alias] for alias in self._longest_first if len(alias) > 1 and alias in wanted), None)

    def without(self, text: str) -> str:
        """Return a heading's key without a platform name at its start: 微博昵称 gives 昵称."""
        wanted = key_of(text)
        found = next((alias for alias in self._longest_first if wanted.startswith(alias)), "")
        return wanted[len(found) :]
