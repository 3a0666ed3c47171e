"""Boards in the form that Grafana 10 to 12 and grafana.com read."""

from typing import Any, Final

from grafana_foundation_sdk.builders import dashboard, prometheus
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models.common import DataSourceRef
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from dashboards._annotations import Annotation, find_annotations
from dashboards._dialect import Dialect
from dashboards._drawing import draw, name_letters
from dashboards._layout import Place, place
from dashboards._links import TAG
from dashboards._panel import Board, Panel, Row
from dashboards._parts import put_above
from dashboards._queries._query import Query
from dashboards._variables import METRICS, DataSource, Field, Labels, Variable, find_variables
from dashboards.config import Config


SOURCE: Final = DataSourceRef(type_val=METRICS.plugin, uid=f"${{{METRICS.name}}}")
INTERVAL: Final = "1m"
_ROW_IDS: Final = 200_000
_FORMATS: Final = {"table": PromQueryFormat.TABLE, "heatmap": PromQueryFormat.HEATMAP}


def build(board: Board, dialect: Dialect, config: Config) -> models.Dashboard:
    """A board as Grafana's Classic model."""
    built = (
        dashboard.Dashboard(board.title)
        .uid(board.uid)
        .description(f"{board.question} For {dialect.title}.")
        .tags([TAG])
        .readonly()
        .time(board.since, "now")
        .timezone("browser")
        .tooltip(models.DashboardCursorSync.CROSSHAIR)
        .refresh("1m")
        .link(_link_boards())
    )
    for variable in find_variables(board, dialect, config):
        built.with_variable(_choose(variable))
    for annotation in find_annotations(dialect):
        built.annotation(_mark(annotation))
    made = built.build()
    made.panels = _place_all(board, dialect)
    put_above(made)
    return made


def _place_all(board: Board, dialect: Dialect) -> list[models.Panel | models.RowPanel]:
    placed, y = place(board.top, 0)
    made: list[models.Panel | models.RowPanel] = [_build(one, dialect) for one in placed]
    for number, row in enumerate(board.rows):
        made.append(_fold(row, _ROW_IDS + number, y, dialect))
        y += 1
    return made


def _fold(row: Row, number: int, y: int, dialect: Dialect) -> models.RowPanel:
    placed, _ = place(row.panels, y + 1)
    return models.RowPanel(
        collapsed=True,
        title=row.title,
        id_val=number,
        grid_pos=models.GridPos(h=1, w=24, x=0, y=y),
        panels=[_build(one, dialect) for one in placed],
    )


def _build(at: Place, dialect: Dialect) -> models.Panel:
    panel = at.panel
    drawn = draw(panel, dialect).id(panel.id).datasource(SOURCE).interval(INTERVAL)
    drawn.grid_pos(models.GridPos(h=panel.height, w=panel.width, x=at.x, y=at.y))
    for letter, query in name_letters(panel):
        drawn.with_target(_ask(letter, query, panel, dialect))
    built: models.Panel = drawn.build()
    return built


def _ask(letter: str, query: Query, panel: Panel, dialect: Dialect) -> prometheus.Dataquery:
    asked = prometheus.Dataquery().expr(query.text(dialect)).ref_id(letter).datasource(SOURCE)
    asked.legend_format("" if panel.kind == "table" else query.call(dialect))
    asked.format(_FORMATS.get(panel.kind, PromQueryFormat.TIME_SERIES))
    # As often as programs export. Of it $__rate_interval is made, and without it of the interval of
    # the data source: 15 seconds where nobody said more, and too few for two exports.
    asked.interval(INTERVAL)
    if query.over_time:
        return asked.range().exemplar(query.has_exemplars)
    return asked.instant()


def _choose(variable: Variable) -> Any:
    if isinstance(variable, DataSource):
        return (
            dashboard.DatasourceVariable(variable.name)
            .label(variable.label)
            .description(variable.about)
            .type(variable.plugin)
        )
    if isinstance(variable, Field):
        return (
            dashboard.TextBoxVariable(variable.name)
            .label(variable.label)
            .description(variable.about)
            .default_value(variable.value)
        )
    return _choose_labels(variable)


def _choose_labels(variable: Labels) -> dashboard.QueryVariable:
    return (
        dashboard.QueryVariable(variable.name)
        .label(variable.label)
        .description(variable.about)
        .query(variable.query)
        .datasource(SOURCE)
        .refresh(models.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(models.VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .all_value(".*")
        .current(models.VariableOption(selected=True, text=["All"], value=["$__all"]))
    )


def _mark(annotation: Annotation) -> dashboard.AnnotationQuery:
    return (
        dashboard.AnnotationQuery()
        .name(annotation.name)
        .datasource(SOURCE)
        .enable(True)
        .icon_color(annotation.colour)
        .expr(annotation.text)
        .step(INTERVAL)
        .title_format(annotation.title)
        .use_value_for_time(annotation.is_time)
    )


def _link_boards() -> dashboard.DashboardLink:
    return (
        dashboard.DashboardLink("Gemini boards")
        .type(models.DashboardLinkType.DASHBOARDS)
        .tags([TAG])
        .as_dropdown(True)
        .include_vars(True)
        .keep_time(True)
    )
