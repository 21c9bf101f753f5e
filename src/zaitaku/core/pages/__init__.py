"""What every page shares. Here: the choice between texts that exist in both languages already."""

from django.utils.translation import get_language

from zaitaku.analysis.refusal import Refusal


def is_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


def worded(refusal: Refusal) -> str:
    return refusal.message_ja if is_japanese() else refusal.message_en
