import pytest
from store_raw import look

from dce.store import Store
from dce.store.sessions import session_name


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


def test_an_account_sees_its_own_sessions_by_names_that_open_none_and_ends_one_of_them(store: Store) -> None:
    for key, account in (("here", "anna"), ("there", "anna"), ("other", "bo")):
        store.write_session(key, {"account": account, "at": key}, 1)
    own = store.sessions_of("anna")
    assert {name: data["at"] for name, data in own.items()} == {session_name(key): key for key in ("here", "there")}
    assert all(len(name) == 16 and store.read_session(name) is None for name in own)
    assert not store.end_session_of("anna", session_name("other")), "that of somebody else goes on"
    assert not store.end_session_of("bo", "")
    assert store.end_session_of("anna", session_name("there"))
    assert not store.end_session_of("anna", session_name("there")), "it is ended already"
    assert [store.read_session(key) is None for key in ("here", "there", "other")] == [False, True, False]


def test_a_session_that_follows_another_ends_it_and_one_that_was_ended_is_not_begun_again(store: Store) -> None:
    store.write_session("first", {"account": "anna"}, 1)
    store.write_session("second", {"account": "anna"}, 1, instead_of="first")
    assert store.read_session("first") is None
    store.change_session("first", {"account": "anna"}, 1)
    assert store.read_session("first") is None
    store.change_session("second", {"account": "anna", "page": 2}, 1)
    assert store.read_session("second") == {"account": "anna", "page": 2}
