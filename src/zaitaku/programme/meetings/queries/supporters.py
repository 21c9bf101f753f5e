"""Which supporters could help with a wish: those whose offer shares words with it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zaitaku.programme.meetings.models import Supporter

# Japanese has no spaces: a word is a run of one kind of sign. Runs of hiragana shorter than 3 are mostly grammar.
_WORD = re.compile(r"[一-鿿々]+|[ァ-ヺー]{2,}|[A-Za-z0-9]{2,}|[ぁ-ゖ]{3,}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`words` are what offer and wish have in common; more and longer ones come first."""

    supporter: Supporter
    words: tuple[str, ...]

    @property
    def weight(self) -> int:
        return sum(len(word) for word in self.words)


def suggested(text: str, supporters: Iterable[Supporter], *, most: int = 10) -> list[Suggestion]:
    found = [Suggestion(one, shared_words(text, one.offers)) for one in supporters]
    fitting = [one for one in found if one.words]
    return sorted(fitting, key=lambda one: (-one.weight, one.supporter.label, one.supporter.pk))[:most]


def shared_words(text: str, offer: str) -> tuple[str, ...]:
    """Words of the one that stand in the other, also as a part of a longer one (散歩 in 朝の散歩道)."""
    left, right = _plain(text), _plain(offer)
    shared = [word for word in _words(right) if word in left] + [word for word in _words(left) if word in right]
    return tuple(word for word in dict.fromkeys(shared) if not any(word != other and word in other for other in shared))


def _words(text: str) -> Sequence[str]:
    """Runs, and of longer runs of kanji every pair too: 一緒に写真展 shares 写真 with 写真撮影."""
    runs = _WORD.findall(text)
    pairs = [run[at : at + 2] for run in runs if "一" <= run[0] <= "鿿" for at in range(len(run) - 1)]
    return [run for run in runs if len(run) > 1] + pairs


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
