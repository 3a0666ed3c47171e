"""The tables fit together: every rule leads to advice, every class is documented."""

import ast
import dataclasses
import inspect
import string

import pytest

from gemini_otel._classification import ERROR_CLASSES, ErrorClass, Quota
from gemini_otel._classify import _exceptions as exceptions
from gemini_otel._classify import _rules as rules
from gemini_otel._classify._advice import ADVICE
from gemini_otel._classify._parameters import PARAMETERS


SLOTS = {"wait", "quota", "model", "successor"}


def test_every_class_has_advice() -> None:
    """The classes of the advice are exactly the closed set."""
    assert {key.partition(".")[0] for key in ADVICE} == ERROR_CLASSES


def test_every_rule_leads_to_advice() -> None:
    """No table names advice that does not exist."""
    named = {
        *rules.CODES_ABOVE_STATUS.values(),
        *rules.STATUSES.values(),
        *rules.CLOSE_CODES.values(),
        *rules.SYMBOLS.values(),
        *rules.REASONS.values(),
        *(phrase.advice for phrase in rules.LIVE_PHRASES),
        *exceptions.CLASSES.values(),
        *exceptions.OWN_REFUSALS.values(),
        *exceptions.WORDS.values(),
        *PARAMETERS,
    }

    assert named - set(ADVICE) == {exceptions.SERVER}


def test_every_status_of_a_table_is_canonical() -> None:
    """No table names a status that means nothing."""
    named = {
        *rules.STATUS_OF_CODE.values(),
        *rules.STATUS_OF_SYMBOL.values(),
        *(status for phrase in rules.PHRASES for status in phrase.statuses),
    }

    assert named <= set(rules.STATUSES)


def test_phrases_are_lower_case() -> None:
    """A phrase with a capital letter would never be found in the lowered message."""
    for rule in rules.LIVE_PHRASES:
        assert all(phrase == phrase.lower() for phrase in rule.phrases)


@pytest.mark.parametrize("key", ADVICE)
def test_hint_is_one_sentence(key: str) -> None:
    """A hint begins with a capital, ends with its only full stop and has known slots."""
    hint = ADVICE[key].hint

    assert hint[0].isupper()
    assert hint.endswith(".")
    assert ". " not in hint
    assert {slot for _, slot, _, _ in string.Formatter().parse(hint) if slot} <= SLOTS


def test_every_class_has_a_docstring() -> None:
    """Each constant of `ErrorClass` is followed by one sentence."""
    (definition,) = ast.parse(inspect.getsource(ErrorClass)).body
    assert isinstance(definition, ast.ClassDef)
    constants = [node for node in definition.body if isinstance(node, ast.AnnAssign)]
    sentences = [
        following.value.value
        for constant, following in zip(definition.body, definition.body[1:], strict=False)
        if isinstance(constant, ast.AnnAssign)
        and isinstance(following, ast.Expr)
        and isinstance(following.value, ast.Constant)
    ]

    assert len(constants) == len(sentences) == len(ERROR_CLASSES)
    assert all(str(sentence).endswith(".") for sentence in sentences)


def test_records_are_frozen() -> None:
    """The records cannot be changed after the fact."""
    quota = Quota("metric", "limit", 1, "day", free_tier=False)

    with pytest.raises(dataclasses.FrozenInstanceError):
        quota.value = 2  # type: ignore[misc] # that is the test
