"""Rules in a study file: three forms, one a rule, and a message at its place for all that is none of them."""

import pytest

from dce.errors import StudyError
from dce.study import Study, example_text, parse_study

TEXT = example_text()
BEGIN, END = TEXT.index("  - never: {ontvanger"), TEXT.index("background:")
LINE = TEXT[:BEGIN].count("\n") + 1


def with_rule(rule: str) -> str:
    return f"{TEXT[:BEGIN]}  - {rule}\n\n{TEXT[END:]}"


def scenario(recipient: str, purpose: str, safeguards: str) -> dict[str, str]:
    return {"ontvanger": recipient, "doel": purpose, "waarborgen": safeguards}


@pytest.mark.parametrize(
    ("rule", "column", "words"),
    [
        ("{never: {doel: ja}}", 6, "never holds 1; it needs at least 2"),
        (
            "{never: {doel: ja, waarborgen: geen}, only: {ontvanger: eigen}}",
            43,
            '"never" and "only" in one rule; write two rules',
        ),
        ("{seldom: {doel: ja}, at_most: 1, when: {ontvanger: eigen}}", 38, '"seldom" and "when" in one rule'),
        ("{when: {doel: ja}}", 6, '"when" stands alone; add only:'),
        ("{only: {doel: ja}}", 6, '"only" stands alone; add when:'),
        ("{seldom: {doel: ja}}", 6, '"seldom" stands alone; add at_most:'),
        ("{at_most: 2}", 6, '"at_most" stands alone; add seldom:'),
        ("{because: {nl: zo, en: so}}", 5, "a rule is one of never: {...}, when: {...} with only:"),
        ("{whenn: {doel: ja}, only: {ontvanger: eigen}}", 6, 'key "whenn" is not known; did you mean "when"?'),
        ("{when: {doel: ja}, only: {doel: nee}}", 31, '"doel" stands in when and in only; keep it in one of them'),
        ("{when: {doel: ja}, only: {ontvangr: eigen}}", 31, 'which does not exist; did you mean "ontvanger"?'),
        ("{when: {doel: ja}, only: {prijs: hoog}}", 31, "which does not exist; use one of ontvanger, doel, waarborgen"),
        ("{when: {doel: ja}, only: {ontvanger: bedrjf}}", 31, 'has no level "bedrjf"; did you mean "bedrijf"?'),
        ("{seldom: {doel: misschien}, at_most: 1}", 15, 'has no level "misschien"; use one of nee, ja'),
        (
            "{seldom: {doel: ja}, at_most: 0}",
            26,
            'at_most is "0"; write 1 or more; what may not be shown at all is never',
        ),
        ("{seldom: {doel: ja}, at_most: some}", 26, 'at_most is "some"; write 1 or more'),
        (
            "{when: {doel: ja}, only: {ontvanger: []}}",
            31,
            "ontvanger is a list of 0; write a level, or a list of levels",
        ),
        ("{when: {doel: [[ja]]}, only: {ontvanger: eigen}}", 20, "doel 1 is a list of 1; write plain text"),
        ("{when: doel, only: {ontvanger: eigen}}", 6, 'when is "doel"; write keys with values under it'),
        ("{when: {}, only: {ontvanger: eigen}}", 6, "when holds 0; it needs at least 1"),
    ],
)
def test_what_is_none_of_the_three_forms_gives_one_message_at_its_place(rule, column, words):
    with pytest.raises(StudyError) as caught:
        parse_study(with_rule(rule))
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"study.yaml:{LINE}:{column}: "), line
    assert words in line


@pytest.mark.parametrize(
    ("rule", "refused", "rare", "free"),
    [
        (
            "{never: {ontvanger: [bedrijf, gemeente], doel: nee}}",
            [scenario("bedrijf", "nee", "alle"), scenario("gemeente", "nee", "geen")],
            [],
            [scenario("eigen", "nee", "alle"), scenario("bedrijf", "ja", "alle")],
        ),
        (
            "{when: {ontvanger: bedrijf}, only: {doel: ja, waarborgen: [enkele, alle]}}",
            [scenario("bedrijf", "nee", "alle"), scenario("bedrijf", "ja", "geen")],
            [],
            [scenario("bedrijf", "ja", "alle"), scenario("eigen", "nee", "geen")],
        ),
        (
            "{when: {ontvanger: bedrijf, doel: nee}, only: {waarborgen: alle}}",
            [scenario("bedrijf", "nee", "geen")],
            [],
            [scenario("bedrijf", "nee", "alle"), scenario("bedrijf", "ja", "geen")],
        ),
        (
            "{seldom: {ontvanger: bedrijf, waarborgen: geen}, at_most: 2}",
            [],
            [scenario("bedrijf", "ja", "geen")],
            [scenario("bedrijf", "ja", "alle"), scenario("eigen", "ja", "geen")],
        ),
    ],
)
def test_a_rule_refuses_or_limits_what_it_says_and_nothing_else(rule, refused, rare, free):
    (read,) = parse_study(with_rule(rule)).rules
    assert all(read.refuses(one) for one in refused)
    assert not any(read.refuses(one) for one in (*rare, *free))
    assert all(read.limits(one) for one in rare)
    assert not any(read.limits(one) for one in (*refused, *free))


def test_a_study_with_each_form_comes_back_the_same_from_plain_data(example):
    rules = [
        {"never": {"doel": "ja", "waarborgen": "geen"}},
        {"when": {"doel": "ja"}, "only": {"ontvanger": ["eigen", "gemeente"]}},
        {"seldom": {"doel": "nee"}, "at_most": 1},
    ]
    study = Study.model_validate(example.model_dump(mode="json") | {"rules": rules})
    again = Study.model_validate(study.model_dump(mode="json"))
    assert again == study
    assert again.hash == study.hash


def test_the_hash_of_a_study_without_new_keys_is_what_it_was_before_they_came(example):
    # printed by commit 43067e6, in which a rule had one form and a design no priors
    assert example.hash == "461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995"


def test_a_copy_with_other_rules_has_a_hash_of_its_own(example):
    assert example.hash
    bare = example.model_copy(update={"rules": ()})
    assert bare.hash == Study.model_validate(bare.model_dump(mode="json")).hash != example.hash
