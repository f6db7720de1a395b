"""The shipped starter set (起步词库): artificial words, common slips of official writing, advertising superlatives.

It holds no list of real slogans or insults; departments add their own.
"""

from ..precheck.entries import Entry, Kind, SiteKind

# Artificial words, one per common category, so that a new installation shows how a hit looks.
_WORDS = (
    ("示例敏感词", "P06", "block", True),
    ("示例谣言句", "P06", "warn", True),
    ("示例违禁语", "P07", "block", True),
    ("示例贬损称", "P08", "warn", False),
    ("示例迷信语", "P05", "warn", False),
    ("示例内部数", "P20", "warn", False),
    ("示例转发令", "P24", "hint", False),
)
# What is often written wrongly, the right form, and where the wording is right after all.
_SLIPS = """
帐号/账号 登陆网站/登录网站 登陆系统/登录系统 登陆平台/登录平台 截止目前/截至目前 截止今年/截至今年 既使/即使
即然/既然 布署/部署 部暑/部署 按装/安装 渡假/度假 再接再励/再接再厉 迫不急待/迫不及待 一如继往/一如既往
走头无路/走投无路 谈笑风声/谈笑风生 相辅相承/相辅相成 鼎立相助/鼎力相助 穿流不息/川流不息 不径而走/不胫而走
草管人命/草菅人命 默守成规/墨守成规 甘败下风/甘拜下风 滥芋充数/滥竽充数 竭泽而鱼/竭泽而渔 食不裹腹/食不果腹
世外桃园/世外桃源 脏款/赃款 人才倍出/人才辈出 人情事故/人情世故 有持无恐/有恃无恐 挑拔离间/挑拨离间
旁证博引/旁征博引 言简意骇/言简意赅 直接了当/直截了当 融汇贯通/融会贯通 蜂涌而至/蜂拥而至 凑和/凑合 松驰/松弛
重迭/重叠 震憾/震撼 国藉/国籍 书藉/书籍 幅射/辐射 急燥/急躁 干躁/干燥 针贬/针砭 粗旷/粗犷 更叠/更迭 亲睐/青睐
贯切落实/贯彻落实 贯彻落时/贯彻落实 精准服贫/精准扶贫 乡村震兴/乡村振兴 高质量法展/高质量发展 廉洁奉工/廉洁奉公
为人民服物/为人民服务 党委会议记要/党委会议纪要 会议记要/会议纪要 签定/签订 做为/作为 做出贡献/作出贡献
做出决定/作出决定 做出部署/作出部署
""".split()  # noqa: SIM905
_SUPERLATIVES = """
国家级 世界级 最高级 全国第一 全球第一 世界第一 销量第一 排名第一 行业第一 全网第一 独一无二 史无前例 前无古人
绝无仅有 万能神器 永久有效 百分之百有效 100%有效 包治百病 药到病除 无效退款 零风险 稳赚不赔 保本保息 全网最低价
史上最低价 最低价 最佳品牌 第一品牌 顶级品质 极品享受 王牌产品 冠军品质 国宴专用 领导人推荐 国家机关专供
特供专供 免检产品 点击领奖 恭喜获奖 秒杀全网 抢疯了 再不抢就没了
""".split()  # noqa: SIM905
_EXCEPTIONS = {
    "国家级": (
        "国家级非物质文化遗产", "国家级自然保护区", "国家级贫困县", "国家级经济技术开发区", "国家级高新", "国家级新区",
        "国家级重点", "国家级示范", "国家级湿地", "国家级森林公园", "国家级风景名胜区", "国家级非遗",
    ),
    "世界级": ("世界级非物质文化遗产", "世界级港口群", "世界级城市群", "世界级机场群"),
    "最低价": ("最低价中标", "评标最低价", "粮食最低价"),
    "凑和": ("凑和谐",),
}  # fmt: skip
_FULL_TERMS = (("示例新区", "示例省示例新区"), ("示例集团", "示例发展集团有限公司"))
_SITES = (("gov.cn", SiteKind.TRUSTED), ("people.com.cn", SiteKind.TRUSTED), ("xinhuanet.com", SiteKind.TRUSTED),
          ("news.cn", SiteKind.TRUSTED), ("cctv.com", SiteKind.TRUSTED))  # fmt: skip


def entries() -> list[Entry]:
    """Return the set in a fixed order."""
    slips = (slip.split("/") for slip in dict.fromkeys(_SLIPS))
    return [
        *(Entry(Kind.TERM.value, text, code, grade, homophone=sound) for text, code, grade, sound in _WORDS),
        *(Entry(Kind.TYPO.value, wrong, right=right, exceptions=_EXCEPTIONS.get(wrong, ())) for wrong, right in slips),
        *(Entry(Kind.AD.value, word, exceptions=_EXCEPTIONS.get(word, ())) for word in dict.fromkeys(_SUPERLATIVES)),
        *(Entry(Kind.FULL.value, short, right=full) for short, full in _FULL_TERMS),
        *(Entry(Kind.SITE.value, domain, right=kind.value) for domain, kind in _SITES),
    ]
