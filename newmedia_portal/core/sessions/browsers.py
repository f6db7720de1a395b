"""What a browser says about itself, in words (浏览器的说法); the first name that fits wins, the rest is forgotten."""

PROGRAMS = (
    ("wxwork", "企业微信"), ("micromessenger", "微信"), ("dingtalk", "钉钉"), ("lark", "飞书"), ("feishu", "飞书"),
    ("edg", "Edge"), ("360se", "360 浏览器"), ("qihu", "360 浏览器"), ("qqbrowser", "QQ 浏览器"),
    ("metasr", "搜狗浏览器"), ("ucbrowser", "UC 浏览器"), ("miuibrowser", "小米浏览器"),
    ("huaweibrowser", "华为浏览器"),
    ("firefox", "Firefox"), ("opr/", "Opera"), ("headlesschrome", "Chrome"), ("chrome", "Chrome"),
    ("safari", "Safari"), ("msie", "IE"), ("trident", "IE"), ("curl", "命令行程序"), ("python", "命令行程序"),
)  # fmt: skip
SYSTEMS = (
    ("harmony", "鸿蒙"), ("openharmony", "鸿蒙"), ("android", "安卓"), ("iphone", "iPhone"), ("ipad", "iPad"),
    ("kylin", "麒麟"), ("uos", "统信"), ("windows", "Windows"), ("mac os", "Mac"), ("linux", "Linux"),
)  # fmt: skip


def browser_words(agent: str) -> str:
    """Return program and system, such as “Edge · Windows”; what is unknown is said to be."""
    said = agent.casefold()
    program = next((words for mark, words in PROGRAMS if mark in said), "")
    system = next((words for mark, words in SYSTEMS if mark in said), "")
    return " · ".join(part for part in (program, system) if part) or "未知浏览器"
