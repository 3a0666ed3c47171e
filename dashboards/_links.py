"""Ways out of a board: to the other boards, and from a point to the traces behind it."""

import json
import re
from typing import Final
from urllib.parse import quote

from dashboards import _names
from gemini_otel._semconv import REQUEST_MODEL, USAGE_COST_AMOUNT


TAG: Final = "gemini-otel"
_VARIABLE: Final = re.compile(r"(\$\{[^}]+\})")


def find_traces() -> tuple[tuple[str, str], ...]:
    """Titles and addresses of the traces of a point's model, in each store that we know.

    Jaeger searches one service at a time. Phoenix has addresses of projects and of single traces,
    and none of a search.
    """
    return (
        ("Traces of this model in Tempo", _explore("traces", _ask_tempo())),
        (
            "Traces of this model in Jaeger, of one chosen service",
            _explore("jaeger", _ask_jaeger()),
        ),
        ("Projects in Phoenix", "${phoenix}/projects"),
    )


def _model() -> str:
    return f"${{__field.labels.{_names.label(REQUEST_MODEL)}}}"


def _ask_tempo() -> dict[str, object]:
    asked = f'{{ span.{REQUEST_MODEL} = "{_model()}" }} | select(span.{USAGE_COST_AMOUNT})'
    return {"queryType": "traceql", "query": asked, "limit": 20, "tableType": "traces"}


def _ask_jaeger() -> dict[str, object]:
    return {"queryType": "search", "service": "${service}", "tags": f"{REQUEST_MODEL}={_model()}"}


def _explore(source: str, query: dict[str, object]) -> str:
    """An address of Explore; what is to be filled in by Grafana stays as it is."""
    pane = {
        "datasource": f"${{{source}}}",
        "queries": [{"refId": "A", "datasource": {"uid": f"${{{source}}}"}, **query}],
        "range": {"from": "${__from}", "to": "${__to}"},
    }
    text = json.dumps({"t": pane}, separators=(",", ":"))
    parts = _VARIABLE.split(text)
    encoded = (part if _VARIABLE.fullmatch(part) else quote(part, safe="") for part in parts)
    return f"/explore?schemaVersion=1&panes={''.join(encoded)}&orgId=${{__org.id}}"
