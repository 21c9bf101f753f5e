import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.frequency import Frequency, read_frequency


@pytest.mark.parametrize(
    ("words", "times", "years"),
    [
        ("3回/年", 3, 1),
        ("１回／３年", 1, 3),
        ("（4回/年）", 4, 1),
        ("(1回/3年)", 1, 3),
        ("年2回", 2, 1),
        ("年に２回", 2, 1),
        ("3年に1回", 1, 3),
        ("1回/月", 12, 1),
        ("1回/2か月", 6, 1),
        ("毎月", 12, 1),
        ("隔月開催", 6, 1),
        ("毎年", 1, 1),
        ("全4回/年、ほか随時", 4, 1),
    ],
)
def test_what_can_be_read(words, times, years):
    assert read_frequency(words) == Frequency(times, years)


@pytest.mark.parametrize("words", ["", "適宜", "随時", "0回/年", "1回/0年", "1回/5か月", "第3回", "3回"])
def test_what_is_not_guessed(words):
    assert read_frequency(words) is None


@given(st.integers(1, 9999), st.integers(1, 99))
def test_what_is_written_is_read(times, years):
    assert read_frequency(f"{times}回/{years}年") == Frequency(times, years)


@given(st.text(max_size=60))
def test_any_words_are_read_or_not_but_never_fail(words):
    found = read_frequency(words)
    assert found is None or (found.times > 0 and found.per_years > 0)
