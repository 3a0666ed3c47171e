"""Each answer that a framework takes of Gemini is seen once, and the framework never notices."""

from tests.frameworks.observing import Seen, find_ways


def test_the_program_takes_its_answers(seen: Seen, framework: str, way: str) -> None:
    """The program really calls Gemini, as often as it is said to."""
    assert find_ways(framework)[way].answers == seen.billed


def test_each_answer_is_one_call(seen: Seen) -> None:
    """The server's answers are as many as our calls and spans, free ones as well."""
    assert [seen.answered] * 2 == [seen.ours.calls, len(seen.ours.spans)]


def test_each_billed_answer_is_one_usage_event(seen: Seen) -> None:
    """What goes into a ledger is what Google charges for."""
    assert seen.billed == len(seen.ours.usage)


def test_every_token_is_counted_once(seen: Seen) -> None:
    """The tokens are those of the server, kind by kind."""
    assert seen.totals
    assert seen.totals == seen.ours.tokens


def test_the_program_gets_the_same(seen: Seen) -> None:
    """What the framework returns is what it returns without us."""
    assert seen.bare_result is not None
    assert seen.bare_result == seen.result


def test_the_server_gets_the_same(seen: Seen) -> None:
    """The requests are those that are sent without us."""
    assert seen.bare_requests == seen.requests


def test_there_is_nothing_to_say(seen: Seen) -> None:
    """No warning of ours: nobody else wraps the SDK here, and every answer has a price."""
    assert [] == seen.said


def test_no_call_looks_failed(seen: Seen) -> None:
    """The spans have no error, a retried call's as well."""
    assert {"UNSET"} == {span.status for span in seen.ours.spans}
