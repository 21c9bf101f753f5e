"""Cells of pasted lists of people: what they may say, whatever the list is for."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zaitaku.programme.events.choices import Profession

NAME_HEADS = ("氏名", "名前", "name")
# As lists of participants call them; the words of the choices themselves are read too.
_SAID = {
    "dr": Profession.DOCTOR,
    "ケアマネ": Profession.CARE_MANAGER,
    "ケアマネージャー": Profession.CARE_MANAGER,
    "ケアマネジャー": Profession.CARE_MANAGER,
    "介護支援専門員": Profession.CARE_MANAGER,
    "主任介護支援専門員": Profession.CARE_MANAGER,
    "cm": Profession.CARE_MANAGER,
    "msw": Profession.SOCIAL_WORKER,
    "医療ソーシャルワーカー": Profession.SOCIAL_WORKER,
    "pt": Profession.THERAPIST,
    "ot": Profession.THERAPIST,
    "st": Profession.THERAPIST,
    "理学療法士": Profession.THERAPIST,
    "作業療法士": Profession.THERAPIST,
    "言語聴覚士": Profession.THERAPIST,
    "栄養士": Profession.DIETITIAN,
    "管理栄養士": Profession.DIETITIAN,
    "訪問看護": Profession.VISITING_NURSE,
    "介護士": Profession.CARE_WORKER,
    "介護福祉士": Profession.CARE_WORKER,
    "ヘルパー": Profession.CARE_WORKER,
    "地域包括支援センター": Profession.SUPPORT_CENTER,
    "包括": Profession.SUPPORT_CENTER,
    "消防": Profession.FIRE,
    "行政": Profession.CITY_STAFF,
    "区職員": Profession.CITY_STAFF,
    "市職員": Profession.CITY_STAFF,
}


def read_profession(text: str) -> str:
    """A profession by its word in either language, its code or how lists call it; empty stays empty.

    Raises ValidationError.
    """
    if not text:
        return ""
    words = {said: choice.value for said, choice in _SAID.items()}
    words |= {str(choice.label).casefold(): choice.value for choice in Profession}
    words |= {choice.value: choice.value for choice in Profession}
    if text.casefold() in words:
        return words[text.casefold()]
    raise ValidationError(
        _("“%(text)s” is no profession known here. Use one of: %(words)s"),
        params={"text": text, "words": "、".join(str(choice.label) for choice in Profession)},
    )


def profession_word(code: str) -> str:
    return str(Profession(code).label) if code else ""
