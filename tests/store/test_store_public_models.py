"""Models for everybody: only of closed studies, the newest in the place of the others, and gone when withdrawn."""

import pytest

from dce.store import Store, WrongState


def test_only_the_model_of_a_closed_study_is_published_and_shown(store: Store):
    with pytest.raises(WrongState, match="close it before"):
        store.public_models.publish("voorbeeld", {"version": "a"}, "anna")
    assert store.public_models.published("voorbeeld") is None
    store.life.change("voorbeeld", "closed", "system")
    store.public_models.publish("voorbeeld", {"version": "a"}, "anna")
    store.public_models.publish("voorbeeld", {"version": "b"}, "anna")
    found = store.public_models.published("voorbeeld")
    assert found is not None
    assert (found.number, found.content) == (2, {"version": "b"})
    store.life.change("voorbeeld", "open", "system")
    assert store.public_models.published("voorbeeld") is None


def test_what_is_withdrawn_is_gone_and_both_are_in_the_log(store: Store):
    store.life.change("voorbeeld", "closed", "system")
    store.public_models.publish("voorbeeld", {"version": "a"}, "anna")
    assert store.public_models.withdraw("voorbeeld", "bert")
    assert not store.public_models.withdraw("voorbeeld", "bert")
    assert store.public_models.published("voorbeeld") is None
    told = [(entry.actor, entry.action, entry.object) for entry in store.audit.of_study("voorbeeld")]
    assert told[-2:] == [("anna", "model.published", "a"), ("bert", "model.withdrawn", "")]
