import pytest
from store_raw import look

from dce.store import Store


def test_a_session_is_read_changed_and_ended(store: Store) -> None:
    assert store.read_session("key") is None
    store.write_session("key", {"respondent": "a", "language": "nl"}, 8)
    store.write_session("key", {"respondent": "é"}, 8)
    assert store.read_session("key") == {"respondent": "é"}
    assert store.read_session("other") is None
    store.delete_session("key")
    store.delete_session("key")
    assert store.read_session("key") is None


def test_a_session_whose_time_is_over_is_gone_and_removed_by_the_next_write(store: Store) -> None:
    store.write_session("old", {"a": 1}, 0)
    assert store.read_session("old") is None
    store.write_session("new", {"a": 2}, 1)
    rows = look(store, "SELECT data FROM sessions")
    assert [row["data"] for row in rows] == ['{"a": 2}']


@pytest.mark.parametrize("key", ["", "\ud800", "a\x00b", "x" * 100_000])
def test_any_key_that_a_browser_sends_is_just_unknown(store: Store, key: str) -> None:
    store.write_session("key", {"a": 1}, 1)
    assert store.read_session(key) is None


def test_the_key_cannot_be_read_from_the_database(store: Store) -> None:
    store.write_session("secret-key", {}, 1)
    rows = look(store, "SELECT * FROM sessions")
    assert "secret-key" not in str([tuple(row) for row in rows])
