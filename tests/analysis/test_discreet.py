"""What is told of an error names nobody."""

from zaitaku.analysis.discreet import without_addresses, without_people

TRACEBACK = """Traceback (most recent call last):
  File "actions.py", line 1, in _entered
psycopg.errors.CheckViolation: new row for relation "events_signup" violates check constraint "sign_up_has_seats"
DETAIL:  Failing row contains (1, 練馬花子, hanako@example.jp, 車いす
2台).

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "worker.py", line 2, in _run
django.db.utils.IntegrityError: new row for relation "events_signup" violates check constraint "sign_up_has_seats"
DETAIL:  Failing row contains (1, 練馬花子, hanako@example.jp, 車いす
2台).
"""


def test_the_values_of_a_row_go_and_everything_else_stays():
    told = without_people(TRACEBACK)
    assert not [word for word in ("練馬花子", "hanako", "車いす", "2台") if word in told]
    for word in ("actions.py", "worker.py", "direct cause", "sign_up_has_seats", "IntegrityError"):
        assert word in told


def test_addresses_and_private_links_go_and_ordinary_paths_stay():
    assert without_addresses("550 <hanako@example.jp>: no such user") == "550 <…@…>: no such user"
    key = "kZ0v-3_x" * 4
    assert without_people(f"Internal Server Error: /events/my/{key}/") == "Internal Server Error: /events/my/…/"
    told = 'File "/srv/zaitaku/site-packages/zaitaku/programme/events/actions/signup_known.py", line 1'
    assert without_people(told) == told
    refused = 'connection to server at "127.0.0.1", port 5432 failed: Connection refused'
    assert without_people(refused) == refused
