"""Text that looks as if it told who a person is: names, telephone numbers, addresses, birthdays, insurance numbers.

A help for the one who types, not a filter: it finds the usual slips and never says that a text is free of them.
"""

import re
import unicodedata

# Whom a text may speak of without naming anybody; the honorific behind them is no sign of a name.
_ROLES = (
    "患者|家族|ご家族|お子|娘|息子|奥|旦那|お父|お母|父|母|お嫁|嫁|お孫|孫|お婆|お爺|兄|姉|弟|妹|ご近所|近所|"
    "皆|みな|みんな|住民|ケアマネ|ケアマネジャー|ヘルパー|先生|ボランティア|サポーター|店員|お客|仲間|各位|多|"
    "同|何|者|員|士|師|屋|人|生|大家|たち|たく|おばあ|おじい|おば|おじ|赤|王|神|仏"
)
# The most frequent family names; they count only where no name of a place or an institution goes on behind them.
_FAMILY = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|佐々木|斎藤|斉藤|齋藤|齊藤|井上|"
    "木村|清水|山崎|池田|阿部|橋本|山下|石井|長谷川|近藤|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|藤原|岡本|"
    "松田|中川|中野|原田|小川|竹内|金子|和田|中山|石田|上田|森田|柴田|酒井|工藤|横山|宮崎|宮本|内田|高木|安藤|"
    "谷口|大野|丸山|今井|河野|藤田|村上|後藤|岡田|前田|石川|松本|小野"
)
_PLACE = r"(?!市|区|町|村|県|駅|通|公園|病院|医院|診療所|クリニック|地区|地域|川|橋|丁目|小学校|中学校|神社|寺|団地)"
_WRITING = r"[一-鿿々〆ヶぁ-ゖァ-ヺー]"
_TITLED = re.compile(rf"({_WRITING}{{1,8}}?)(さん|様|氏|君|くん|ちゃん|殿)(?![一-鿿])")
_ROLE = re.compile(rf"(?:{_ROLES})$")
_SIGNS = (
    re.compile(r"(?<!\d)0\d{1,4}[-(‐–ー ]?\d{1,4}[-)‐–ー ]?\d{3,4}(?!\d)"),  # telephone
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),  # mail address
    re.compile(
        r"\d{1,3}丁目\d{1,3}|\d{1,4}番地?の?\d{0,3}号|(?<![\d年月/.-])\d{1,3}-\d{1,3}-\d{1,4}(?![\d-])"
    ),  # address
    re.compile(r"(?:[明大昭平令MTSHR]\w{0,2}\.?)?\d{1,4}[年./]\d{1,2}[月./]\d{1,2}日?生"),  # birthday
    re.compile(r"(?<!\d)\d{10}(?!\d)"),  # number of an insured person
    re.compile(rf"(?:{_FAMILY}){_PLACE}"),
)


def tells_who(text: str) -> list[str]:
    """The passages that look like it, in order, each once; letters standing for a person (A氏) are no names."""
    plain = unicodedata.normalize("NFKC", text)
    found = {match.start(): match.group() for sign in _SIGNS for match in sign.finditer(plain)}
    for match in _TITLED.finditer(plain):
        word = re.split(r"[はがをにのともでへやよりから、。]", match.group(1))[-1]
        if word and not _ROLE.search(word):
            found[match.start(2) - len(word)] = word + match.group(2)
    return list(dict.fromkeys(found[at] for at in sorted(found)))
