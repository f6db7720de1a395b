"""Look-alike and variant characters (形近字、异体字、变体字), and common characters written in parts (拆字)."""

# What neither compatibility folding nor the conversion of traditional forms brings back; pairs "written/meant".
_CHINESE = """
囯国 囻国 囶国 圀国 巿市 亊事 髙高 囬回 旣既 爲为 竝并 眞真 峯峰 羣群 畧略 鈎钩 疎疏 冩写  况况
壹一 贰二 弍二 叁三 弎三 肆四 伍五 陆六 柒七 捌八 玖九 拾十 佰百 仟千 〇零 ○零 亖四 ㄧ一 ⼀一
伱你 妳你 莪我 哋的 姩年 湜是 芣不 葰俊 苼生 婲花 侽男 乄义 凵口 囗口 叺入 亽人 仈八 侕而 茬在
夶大 尐小 冇无 烎开 嘦要 奣明 晿唱 朤朗 卂讯 汃水 曱甲 甴由 噺新 萫香
""".split()  # noqa: SIM905
_LATIN = (
    "аa вb сc еe нh кk мm оo рp ѕs тt уy хx іi јj ѵv ԁd ԛq ԝw".split()  # noqa: SIM905
    + "αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw".split()  # noqa: SIM905
    + "ɑa ɡg ɩi ʟl ɴn ʀr ıi ȷj ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ᴊj ᴋk ᴍm ᴏo ᴘp ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz øo đd łl ħh".split()  # noqa: SIM905
)
VARIANTS: dict[str, str] = {pair[0]: pair[1] for pair in (*_CHINESE, *_LATIN) if len(pair) == 2 and pair[0] != pair[1]}

# Negative circled and squared capitals have no compatibility form of their own.
for _first in (0x1F150, 0x1F170):
    VARIANTS |= {chr(_first + n): chr(ord("a") + n) for n in range(26)}
VARIANTS |= {chr(0x24EB + n): str(11 + n) for n in range(10)}
VARIANTS |= {chr(0x2776 + n): str(1 + n) for n in range(10)}

# Two neighbours that together draw one character.
_PARTS = """
弓虽强 木木林 日月明 女子好 女马妈 亻门们 亻尔你 亻也他 女也她 言兑说 讠兑说 讠舌话 讠吾语 氵去法 氵台治 氵工江 氵可河
氵每海 口乞吃 口昌唱 口可呵 古月胡 弓长张 立早章 木子李 耳东陈 双木林 言午许 禾口和 王见现 土也地 土成城 钅戋钱 钅艮银
贝者赌 贝才财 贝武赋 贝每贿 贝各赂 黑占点 月巴肥 月半胖 月几肌 女干奸 女乃奶 女市姊 米青精 虫工虹 火丁灯 火包炮 火暴爆
禾火秋 禾斗科 禾责积 亻言信 亻本体 亻建健 亻故做 亻共供 亻弋代 亻壬任 亻主住 亻呆保 亻更便 扌丁打 扌殳投 扌尼抳 扌寺持
扌巴把 扌是提 扌戈找 示申神 示且祖 礻申神 礻且祖 礻土社 石皮破 石马码 言正证 讠正证 讠寸讨 讠仑论 讠平评 讠十计 讠式试
车专转 车仑轮 车俞输 马主驻 马户驴 纟工红 纟吉结 纟及级 纟且组 纟充统 纟息媳 忄生性 忄青情 忄夬快 犬王狂 犭王狂 犭句狗
又鸟鸡 又欠欢 又见观 又寸对 又力劝 工力功 力口加 田力男 日寸时 日生星 日免晚 日音暗 目艮眼 目垂睡 目少省 见见觅 臣又贤
革巴靶 革化靴 骨豊体 鱼羊鲜 鸟甲鸭 舌甘甜 舌乱辞 舟皮舨 舟合舱 衤皮被 衤韦袆 辛辛辡 身本体 文武斌 少女妙 人言信 白勺的
""".split()  # noqa: SIM905
PARTS: dict[tuple[str, str], str] = {(triple[0], triple[1]): triple[2] for triple in _PARTS}
