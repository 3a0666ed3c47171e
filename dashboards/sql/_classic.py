"""A ledger's board in the form that Grafana 10 to 12 read."""

from typing import Any, Final

from grafana_foundation_sdk.builders import dashboard
from grafana_foundation_sdk.cog import variants
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models.common import DataSourceRef

from dashboards._links import TAG
from dashboards._parts import put_above
from dashboards.sql._board import ROWS, TOP, WIDTH, Panel, Row, describe, name_board
from dashboards.sql._drawing import draw, draw_head
from dashboards.sql._engine import Engine
from dashboards.sql._statement import CHOICES, EVERYTHING, Query, list_choices


SOURCE: Final = "ledger"
_HEAD_ID: Final = 1
_HEAD_HEIGHT: Final = 4
_ROW_IDS: Final = 200_000
_ABOUT: Final = {
    "model": "The model whose prices hold.",
    "platform": "The Gemini API or Vertex AI.",
    "tier": "Standard, batch, flex or priority.",
}


class _Target(variants.Dataquery):
    """A query of a data source that the SDK has no builder for."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told

    def to_json(self) -> dict[str, Any]:
        """It as Grafana reads it."""
        return self._told


class _Asked:
    """What the SDK takes for a builder."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._made = _Target(told)

    def build(self) -> variants.Dataquery:
        """The query."""
        return self._made


def build(engine: Engine) -> models.Dashboard:
    """A ledger's board as Grafana's Classic model."""
    uid, title = name_board(engine)
    built = (
        dashboard.Dashboard(title)
        .uid(uid)
        .description(describe(engine))
        .tags([TAG])
        .readonly()
        .time("now-30d/d", "now")
        .timezone("America/Los_Angeles")
        .tooltip(models.DashboardCursorSync.CROSSHAIR)
        .refresh("5m")
        .link(_link_boards())
        .with_variable(_choose_source(engine))
    )
    for name in CHOICES:
        built.with_variable(_choose(name, engine))
    made = built.build()
    made.panels = _place_all(engine)
    put_above(made)
    return made


def _place_all(engine: Engine) -> list[models.Panel | models.RowPanel]:
    head = draw_head(engine).id(_HEAD_ID)
    head.grid_pos(models.GridPos(h=_HEAD_HEIGHT, w=WIDTH, x=0, y=0))
    made: list[models.Panel | models.RowPanel] = [head.build()]
    y = _HEAD_HEIGHT
    for line in TOP:
        made += _place(line, y, engine)
        y += max(panel.height for panel in line)
    for number, row in enumerate(ROWS):
        made.append(_fold(row, _ROW_IDS + number, y, engine))
        y += 1
    return made


def _fold(row: Row, number: int, y: int, engine: Engine) -> models.RowPanel:
    return models.RowPanel(
        collapsed=True,
        title=row.title,
        id_val=number,
        grid_pos=models.GridPos(h=1, w=WIDTH, x=0, y=y),
        panels=_place(row.panels, y + 1, engine),
    )


def _place(panels: tuple[Panel, ...], y: int, engine: Engine) -> list[models.Panel]:
    """From left to right, and on to the next line when one is full."""
    placed = list[models.Panel]()
    x = 0
    for panel in panels:
        if x + panel.width > WIDTH:
            x, y = 0, y + panel.height
        drawn = draw(panel, engine).id(panel.id).datasource(_refer(engine))
        drawn.grid_pos(models.GridPos(h=panel.height, w=panel.width, x=x, y=y))
        placed.append(drawn.with_target(_Asked(_ask(panel.query, engine))).build())
        x += panel.width
    return placed


def _refer(engine: Engine) -> DataSourceRef:
    return DataSourceRef(type_val=engine.plugin, uid=f"${{{SOURCE}}}")


def _ask(query: Query, engine: Engine) -> dict[str, Any]:
    how = engine.series if query.is_series else engine.table
    source = {"type": engine.plugin, "uid": f"${{{SOURCE}}}"}
    return {"refId": "A", "datasource": source, "rawSql": query.text(engine), **dict(how)}


def _choose_source(engine: Engine) -> dashboard.DatasourceVariable:
    return (
        dashboard.DatasourceVariable(SOURCE)
        .label("Ledger")
        .description(f"The {engine.title} that holds it.")
        .type(engine.plugin)
    )


def _choose(name: str, engine: Engine) -> dashboard.QueryVariable:
    return (
        dashboard.QueryVariable(name)
        .label(name.capitalize())
        .description(_ABOUT[name])
        .query(list_choices(name, engine))
        .datasource(_refer(engine))
        .refresh(models.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(models.VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .all_value(EVERYTHING)
        .current(models.VariableOption(selected=True, text=["All"], value=["$__all"]))
    )


def _link_boards() -> dashboard.DashboardLink:
    return (
        dashboard.DashboardLink("Gemini boards")
        .type(models.DashboardLinkType.DASHBOARDS)
        .tags([TAG])
        .as_dropdown(True)
        .include_vars(False)
        .keep_time(True)
    )
