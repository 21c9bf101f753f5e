"""Names, labels and telephone numbers, folded so that two writings of the same compare equal."""

import re
import unicodedata

# Mail programs make a link of a bare name of a host, too.
_ENDS = "[a-z]{2}|com|net|org|info|biz|xyz|top|app|dev|site|online|shop|link|click|club|live"
_HOST = rf"[a-z0-9-]{{2,}}\.(?:{_ENDS})(?![a-z0-9])"
_ELSEWHERE = re.compile(rf"://|www\.|@|\.[a-z]{{2,}}/|{_HOST}")
_LONG_NUMBER = re.compile(r"\d{9}")
_BETWEEN_DIGITS = re.compile(r"[\W_ーのノ]+")
_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def digits_of(text: str) -> str:
    """The ASCII digits of a text of any width: "０９０-1234-5678" gives "09012345678"; +81 becomes the leading 0."""
    plain = unicodedata.normalize("NFKC", text)
    found = "".join(sign for sign in plain if sign in "0123456789")
    return "0" + found[2:].lstrip("0") if plain.strip().startswith("+81") else found


def folded(text: str) -> str:
    """For comparing only: neither width, case nor spaces distinguish two people, places or labels."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def searchable(text: str) -> str:
    """For searching, with the words kept apart: width, case and which kana do not matter. door.js does the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA).split())


def is_address(name: str) -> bool:
    """Letters greet people by the name that was typed: a stranger's link in it would be sent out as if by us."""
    return bool(_ELSEWHERE.search(unicodedata.normalize("NFKC", name).casefold()))


def holds_number(name: str) -> bool:
    """Nine digits or more in whatever numerals, whatever stands between them ("会 〇三の1234-５６７８").

    A number to call would be sent out as if by us.
    """
    plain = unicodedata.normalize("NFKC", name).translate(_NUMERALS)
    return bool(_LONG_NUMBER.search(_BETWEEN_DIGITS.sub("", plain)))
