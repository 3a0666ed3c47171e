"""What the demo prints; every number is added up by hand from `gemini_otel/demo/_script.py`."""

import re
from pathlib import Path
from typing import Any

import pytest

from gemini_otel.demo._scenes import SCENES
from tests.demo.running import Run


# Prompts without what was cached: 12 + 12 + 18 + (2310 - 2048) + 266 + (118 + 151 + 186) + 17 + 8
# + 9 + 20 + 7 + 7 + 8 + 9 + 12. Answers: 2 + 3 + 20 + 9 + 2 + (16 + 17 + 11) + 38 + 400 + 2 + 2,
# and half of the 24 of the story. Thoughts: 64 + 31 + 42 + 55 + 37.
UNCACHED, CACHED, TOOL_USE, CANDIDATES, THOUGHTS = 1_122, 2_048, 96, 534, 229
TOTAL = 4_029


@pytest.fixture(params=["piped", "narrow"])
def plain(request: pytest.FixtureRequest) -> Run:
    """Plain output, of the usual width or a smaller one."""
    run: Run = request.getfixturevalue(request.param)
    return run


def test_the_demo_succeeds_and_says_so_last(plain: Run) -> None:
    """The exit code is 0 and the last lines are the verdict, with the totals of all sides."""
    assert 0 == plain.code
    assert plain.lines[-2] == (
        "Served 4,029 tokens, recorded 4,029 in 17 responses: exact, token for token."
    )
    assert plain.lines[-1] == (
        "Recorded $0.03598889, in 16 usage events $0.03598889, by hand $0.03598889: exact to the "
        "nano-dollar."
    )


def test_the_ledger_has_every_cent(plain: Run) -> None:
    """The ledger's report stands at the end, with its total, its page and a verdict of its own."""
    [page] = [line for line in plain.lines if line.startswith("The same as a page with charts: ")]

    assert plain.row("total")[0][:2] == [">=", "$0.03598889"]
    assert "Content-Security-Policy" in Path(page.rpartition(": ")[2]).read_text("utf-8")
    assert plain.lines[-3] == (
        "Kept $0.03598889 of 17 responses in the ledger, $0.03598889 of 17 in usage events: exact."
    )


def test_a_pipe_gets_plain_text(plain: Run) -> None:
    """No control character but the newline, and no space at the end of a line."""
    assert [] == re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", plain.out)
    assert [] == re.findall(r" +$", plain.out, re.MULTILINE)
    assert "" == plain.error


@pytest.mark.parametrize(("name", "width"), [("piped", 100), ("narrow", 76)])
def test_lines_fit(request: pytest.FixtureRequest, name: str, width: int) -> None:
    """No line is longer than the pipe is wide, 100 or COLUMNS; a verdict is one line always."""
    run: Run = request.getfixturevalue(name)

    assert [] == [line for line in run.lines[:-3] if len(line) > width]


def test_ascii_where_nothing_else_can_be_written(narrow: Run) -> None:
    """An encoding without box characters gets ASCII ones."""
    assert narrow.out.isascii()
    assert "|- execute_tool" in narrow.out


def test_each_scene_is_reported_while_it_is_played(piped: Run) -> None:
    """There is a numbered line for each scene, in order, with what came of it."""
    progress = [line for line in piped.lines if re.match(r" ?\d+/17  ", line)]

    assert [scene.title for scene in SCENES] == [line[7:43].strip() for line in progress]
    assert progress[0].endswith("  Paris.")
    assert progress[7].endswith("  no answer: SAFETY")
    assert progress[12].endswith("  raised ClientError: model_retired")


@pytest.mark.parametrize("side", ["served", "recorded"])
def test_both_sides_have_the_tokens_of_the_script(piped: Run, side: str) -> None:
    """Served and recorded tokens stand under each other, by kind and in total."""
    assert [["1,122", "2,048", "96", "534", "229", "4,029"]] == piped.row(side)


def test_tokens_by_model(piped: Run) -> None:
    """Each model has its tokens by kind; of the picture's, the modality is said."""
    assert ["9", "9"] in piped.row("gemini-embedding-001")
    assert ["12", "2", "14"] in piped.row("gemini-9-flash")
    assert ["262", "2,048", "9", "31", "2,350"] in piped.row("gemini-3.5-flash-lite")
    assert ["839", "(258", "image)", "96", "523", "198", "1,656"] in piped.row("gemini-3.5-flash")


def test_the_document_has_the_same_totals(document: dict[str, Any], documented: Run) -> None:
    """The JSON document compares both sides too, whatever the shell switches off."""
    comparison = document["comparison"]

    assert 0 == documented.code
    assert comparison["is_exact"] is True
    assert comparison["served"] == comparison["recorded"]
    assert comparison["recorded"] == {
        "uncached_prompt": UNCACHED,
        "cached": CACHED,
        "tool_use": TOOL_USE,
        "candidates": CANDIDATES,
        "thoughts": THOUGHTS,
    }
    assert sum(share["tokens"] for share in document["tokens"]) == TOTAL


def test_the_spans_of_the_tool_loop_are_a_tree(document: dict[str, Any]) -> None:
    """Three turns and two tools stand below one workflow, in the order they ran."""
    (workflow,) = document["scenes"][5]["spans"]

    assert "invoke_workflow automatic_function_calling" == workflow["name"]
    assert [child["name"] for child in workflow["children"]] == [
        "generate_content gemini-3.5-flash",
        "execute_tool get_temperature",
        "generate_content gemini-3.5-flash",
        "execute_tool to_fahrenheit",
        "generate_content gemini-3.5-flash",
    ]


def test_each_scene_has_its_spans(document: dict[str, Any]) -> None:
    """Every scene has one tree of spans."""
    assert [1] * 17 == [len(scene["spans"]) for scene in document["scenes"]]


def test_each_event_is_in_its_scene(document: dict[str, Any]) -> None:
    """What should be known of a scene is an event of that scene, and of no other.

    Whether a price change is ahead depends on the day.
    """
    told = {
        event["scene"]: event["name"]
        for event in document["events"]
        if event["name"] not in ("gemini.usage", "gemini.price.change")
    }

    assert told == {
        8: "gemini.safety.blocked",
        9: "gemini.recitation",
        10: "gemini.output.truncated",
        11: "gemini.output.truncated",
        12: "gemini.retry",
        13: "gen_ai.client.operation.exception",
        14: "gen_ai.client.operation.exception",
        16: "gemini.model.deprecated",
    }


def test_the_two_truncated_answers_are_told_apart(piped: Run) -> None:
    """One budget went into thinking, the other into saying the same again and again."""
    told = [line for line in piped.lines if "gemini.output.truncated" in line]

    assert len(told) == 2
    assert "thinking used the whole budget, nothing was answered" in told[0]
    assert "the answer only repeats itself" in told[1]


def test_a_model_on_its_way_out_is_told_of(piped: Run) -> None:
    """The event says when it is shut down, and below it what to move to."""
    text = " ".join(piped.out.split())

    assert "16 gemini.model.deprecated: shutdown 2028-05-14 Shutdown announced for" in text
    assert "move to gemini-embedding-2." in text


def test_errors_say_whether_and_when_to_retry(piped: Run) -> None:
    """Each error has its class, whether a retry helps, and the delay the server named."""
    assert ["rate_limited", "yes", "0.25", "s"] in [row[:4] for row in piped.row("12")]
    assert ["model_retired", "no", "Google"] in [row[:3] for row in piped.row("13")]
    assert ["quota_exhausted", "no", "Enable"] in [row[:3] for row in piped.row("14")]
