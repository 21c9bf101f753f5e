"""Passages of a text by which people might be recognised: hints for whoever takes a case's particulars out.

Only what has a shape is found: dates, high ages, telephone numbers, addresses, words such as 〇〇病院 or 〇〇さん. A
text without a hint may still name somebody: a bare name, an occupation or a rare illness has no shape; people look
for those. Ages above 89 stand in the Safe Harbor list of the U.S. HIPAA Privacy Rule (45 CFR 164.514(b)(2)(i)(C)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from zaitaku.analysis.discreet import ADDRESS

_PARTS = {
    "<d>": "[0-9０-９]",
    "<n>": "[0-9０-９〇一二三四五六七八九十]",
    "<kanji>": r"[\u4e00-\u9fff々ヶヵ]",
    "<kata>": "[ァ-ヴー]",
    "<dash>": "[-－ー‐]?",
}
# Before さん, 様, 氏 these stand for a role, which names nobody, or make another word.
_ROLES = (
    *("患者", "利用者", "本人", "家族", "皆", "奥", "旦那", "主人", "息子", "娘", "嫁", "孫", "母", "父", "兄", "姉"),
    *("弟", "妹", "子", "看護師", "医師", "薬剤師", "ヘルパー", "ケアマネ", "ケアマネジャー", "マネジャー", "相談員"),
    *("住民", "客", "神", "仏", "位", "多", "模", "仕", "同", "同様", "有", "異", "彼"),
)


class Clue(StrEnum):
    DATE = "date"
    AGE = "age"
    PLACE = "place"
    CONTACT = "contact"
    INSTITUTION = "institution"
    NAME = "name"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is what was found from `start` on (characters from 0)."""

    clue: Clue
    start: int
    text: str


def _shape(*parts: str) -> re.Pattern[str]:
    text = "".join(parts)
    for sign, meant in _PARTS.items():
        text = text.replace(sign, meant)
    return re.compile(text)


_SHAPES: tuple[tuple[Clue, re.Pattern[str]], ...] = (
    (
        Clue.DATE,
        _shape(
            r"(?:令和|平成|昭和|大正|[RHSＲＨＳ]\.?)\s*(?:元|<n>{1,3})\s*[年./．]",
            r"\s*<n>{1,3}\s*[月./．](?:\s*<n>{1,3}日?)?",
        ),
    ),
    (Clue.DATE, _shape(r"<d>{4}\s*[年/／.-]\s*<d>{1,2}\s*[月/／.-](?:\s*<d>{1,2}日?)?")),
    (Clue.DATE, _shape(r"<n>{1,3}\s*月\s*<n>{1,3}\s*日")),
    (Clue.AGE, _shape("(?:[9９]<d>|[1１]<d><d>)[歳才]")),
    (Clue.AGE, _shape("(?:九十[一二三四五六七八九]?|百<n>*)[歳才]")),
    (Clue.PLACE, _shape("<kanji>{1,8}<n>{1,3}(?:丁目|番地|番町)(?:<n>{1,4}番?(?:<dash><n>{1,4}号?)?)?")),
    (Clue.PLACE, _shape("<kanji>{1,6}[都府県市区町村](?=<kanji>{1,6}(?:[区町村]|<n>))")),
    (Clue.PLACE, _shape(r"〒\s*<d>{3}<dash><d>{4}")),
    (Clue.CONTACT, _shape("(?<!<d>)[0０]<d>{1,4}[-－ー‐(（]?<d>{1,4}[-－ー‐)）]?<d>{3,4}(?!<d>)")),
    (Clue.CONTACT, _shape("(?<!<d>)<d>{10}(?!<d>)")),
    (Clue.CONTACT, ADDRESS),
    (
        Clue.INSTITUTION,
        _shape(
            "(?:<kanji>|<kata>)(?:<kanji>|<kata>|[がの]){1,11}?(?:病院|医院|診療所|クリニック|薬局|ステーション|",
            "包括支援センター|訪問看護|特別養護老人ホーム|ケアプランセンター)",
        ),
    ),
    (Clue.NAME, _shape("(?P<who><kanji>{1,4}|<kata>{2,12}|[A-ZＡ-Ｚ])(?:さん|様|氏|君|先生)")),
    (Clue.QUOTATION, _shape("「[^「」]{12,}」")),
)
_KIND_OF_PLACE = (
    "地域",
    "訪問",
    "在宅",
    "総合",
    "大学",
    "救急",
    "一般",
    "精神科",
    "かかりつけ",
    "近隣",
    "急性期",
    "回復期",
    "担当",
)


def passages(text: str) -> list[Passage]:
    """In the order of the text; where shapes overlap, the one that begins first and is longest."""
    found = [
        Passage(clue, hit.start(), hit[0])
        for clue, shape in _SHAPES
        for hit in shape.finditer(text)
        if not _is_general(clue, hit)
    ]
    kept: list[Passage] = []
    for one in sorted(found, key=lambda passage: (passage.start, -len(passage.text))):
        if not kept or one.start >= kept[-1].start + len(kept[-1].text):
            kept.append(one)
    return kept


def _is_general(clue: Clue, hit: re.Match[str]) -> bool:
    """A role instead of a name; a kind of institution instead of one."""
    if clue is Clue.NAME:
        who = hit["who"]
        return any(who.endswith(role) for role in _ROLES)
    if clue is Clue.INSTITUTION:
        return hit[0].startswith(_KIND_OF_PLACE)
    return False
