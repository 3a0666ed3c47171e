"""What boards ask: it parses, it is asked for in one place, and its names are the library's."""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest

import dashboards._queries
from dashboards import _names
from dashboards._dialect import Dialect
from dashboards._files import GENERATED
from dashboards._queries._query import Query
from gemini_otel import _metrics, _semconv
from tests.dashboards.boards import (
    BOARDS,
    DIALECTS,
    UIDS,
    list_asked,
    list_panels,
    read_board,
    write,
)
from tests.legs.environments import ROOT


NAMES_OF_BACKENDS = {
    *("job", "instance", "le", "__name__", "otel_scope_name", "scope_name"),
    *("service_name", "service_instance_id", "target_info"),
    *("deployment_environment_name", "gemini_attribution_tenant"),
}
_WORD = r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\s*\()"
RENAMED = """
import json
from gemini_otel import _metrics
from gemini_otel._metrics import Metric
import dataclasses
for key, value in list(vars(_metrics).items()):
    if isinstance(value, Metric):
        setattr(_metrics, key, dataclasses.replace(value, name=value.name + ".renamed"))
from dashboards._files import generate
from dashboards.config import Config
print(json.dumps(generate(Config())))
"""


def _find_queries() -> list[Query]:
    modules = (
        importlib.import_module(f"dashboards._queries.{one.name}")
        for one in pkgutil.iter_modules(dashboards._queries.__path__)
    )
    found = {id(value): value for module in modules for value in vars(module).values()}
    return [value for value in found.values() if isinstance(value, Query)]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.folder)
def test_every_query_is_promql(dialect: Dialect) -> None:
    """A parser of PromQL takes every query of every panel."""
    for asked in list_asked():
        promql_parser.parse(write(asked.query, dialect))


def test_totals_are_never_shown_as_they_are() -> None:
    """A total is looked at over a range, or its series are counted: it began with a process."""
    bare = {
        (asked.place, name)
        for asked in list_asked()
        for name in _find_bare(promql_parser.parse(write(asked.query, DIALECTS[0])))
    }

    assert set() == bare


def _find_bare(node: Any, around: str = "") -> Iterator[str]:
    """The totals in an expression that stand without a range, and are not only counted."""
    if isinstance(node, promql_parser.VectorSelector):
        if str(node.name).endswith("_total") and around != "count":
            yield str(node.name)
    elif not isinstance(node, promql_parser.MatrixSelector):
        inner = str(node.op) if isinstance(node, promql_parser.AggregateExpr) else around
        parts = [getattr(node, name, None) for name in ("lhs", "rhs", "expr", "param")]
        for part in (*parts, *getattr(node, "args", ())):
            if part is not None:
                yield from _find_bare(part, inner)


def test_marks_are_promql() -> None:
    """A parser of PromQL takes what the marks are asked by."""
    for uid in UIDS:
        for mark in read_board("classic", uid)["annotations"]["list"]:
            promql_parser.parse(mark["expr"])


def test_no_question_is_written_twice() -> None:
    """Two queries differ in their names and in their texts."""
    found = _find_queries()
    names = Counter(query.name for query in found)
    texts = Counter(query.text(DIALECTS[0]) for query in found)

    assert len(found) > 80
    assert [] == [key for key, count in (names + texts).items() if count > 1]


def test_every_query_is_on_a_board() -> None:
    """None is kept for nothing."""
    asked = {one.query.name for one in list_asked()}

    assert set() == {query.name for query in _find_queries()} - asked


def test_every_name_is_the_librarys() -> None:
    """Each series and label of each query is of a metric or an attribute of ours.

    A word before a parenthesis is a function of PromQL.
    """
    metrics = _metrics.METRICS
    attributes = [value for value in vars(_semconv).values() if isinstance(value, str)]
    known = {*map(_names.label, attributes), *NAMES_OF_BACKENDS}
    for metric in metrics:
        known |= {_names.name(metric) + part for part in ("", "_bucket", "_sum", "_count")}
    used = {
        word
        for one in list_asked()
        for dialect in DIALECTS
        for word in re.findall(_WORD, _strip(write(one.query, dialect)))
    }

    assert set() == used - known


def _strip(text: str) -> str:
    """A query without its strings, but with the names of labels that are in strings."""
    return re.sub(r'[!=]~?"[^"]*"', "", text)


def test_a_renamed_metric_renames_itself_on_every_board() -> None:
    """No board keeps the name of a metric that the library does not have under it any more."""
    done = subprocess.run(
        [sys.executable, "-c", RENAMED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    texts: dict[str, str] = json.loads(done.stdout)
    names = {_names.label(metric.name) for metric in _metrics.METRICS}
    kept = {
        name
        for text in texts.values()
        for name in re.findall(r"\b(gemini_[a-z_]+|gen_ai_client_[a-z_]+)\b[{]", text)
        if "renamed" not in name and any(name.startswith(one) for one in names)
    }

    assert set() == kept


@pytest.mark.parametrize("uid", UIDS)
def test_both_forms_ask_the_same(uid: str) -> None:
    """The Classic board and that of Grafana 13 have the same queries under the same panels."""
    classic = {
        (panel["id"], panel["title"], one["refId"]): one["expr"]
        for panel in list_panels(read_board("classic", uid))
        for one in panel["targets"]
    }
    spec = read_board("v2", uid)["spec"]
    latest = {
        (one["spec"]["id"], one["spec"]["title"], query["spec"]["refId"]): query["spec"]["query"][
            "spec"
        ]["expr"]
        for one in spec["elements"].values()
        for query in one["spec"]["data"]["spec"]["queries"]
    }

    assert classic == latest


@pytest.mark.parametrize("uid", UIDS)
def test_both_forms_have_the_same_layout_and_variables(uid: str) -> None:
    """Every panel of the Classic board is on the one of Grafana 13, as are variables and marks."""
    classic, spec = read_board("classic", uid), read_board("v2", uid)["spec"]
    placed = [
        item["spec"]["element"]["name"]
        for row in spec["layout"]["spec"]["rows"]
        for item in row["spec"]["layout"]["spec"]["items"]
    ]

    assert [f"panel-{panel['id']}" for panel in list_panels(classic)] == placed
    assert [one["name"] for one in classic["templating"]["list"]] == [
        one["spec"]["name"] for one in spec["variables"]
    ]
    assert [one["expr"] for one in classic["annotations"]["list"]] == [
        one["spec"]["query"]["spec"]["expr"] for one in spec["annotations"]
    ]


def test_every_board_is_checked_in() -> None:
    """The folder has each board in each form, and nothing else of boards."""
    found = {
        path.relative_to(GENERATED).as_posix()
        for form in ("classic", "v2", "victoriametrics")
        for path in (GENERATED / form).iterdir()
    }

    assert found == {
        f"{form}/{board.uid}.json"
        for form in ("classic", "v2", "victoriametrics")
        for board in BOARDS
    }
