"""How each kind of panel is drawn, in Grafana's own terms; both forms of a board share it."""

from collections.abc import Callable
from typing import Any, Final

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    dashboard,
    heatmap,
    stat,
    table,
    timeseries,
)
from grafana_foundation_sdk.models import common as shapes
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models.heatmap import HeatmapColorMode

from dashboards._dialect import Dialect
from dashboards._links import find_traces
from dashboards._panel import Panel
from dashboards._parts import (
    draw_legend,
    draw_number,
    draw_thresholds,
    format_column,
    take_last,
)
from dashboards._queries._query import SERVICE, TENANT, Query, spell
from gemini_otel._semconv import (
    ERROR_CLASS,
    ERROR_QUOTA_LIMIT,
    ERROR_QUOTA_METRIC,
    ERROR_QUOTA_WINDOW,
    ERROR_TYPE,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    UNPRICED_REASON,
)


_HEADINGS: Final = {
    REQUEST_MODEL: "Model asked for",
    RESPONSE_MODEL: "Model",
    TENANT: "Tenant",
    SERVICE: "Service",
    ERROR_TYPE: "Error",
    ERROR_CLASS: "Class",
    ERROR_QUOTA_METRIC: "Quota",
    ERROR_QUOTA_WINDOW: "Window",
    ERROR_QUOTA_LIMIT: "Limit",
    UNPRICED_REASON: "Reason",
}
_WIDTHS: Final = {ERROR_QUOTA_LIMIT: 430}
"""Of columns whose names need more pixels than an equal share of a table."""
_STACK_OPACITY: Final = 40
_LINE_OPACITY: Final = 8
_EDGE_DECIMALS: Final = 2


def draw(panel: Panel, dialect: Dialect) -> Any:
    """The builder of a panel, with all but its data, its place and its number."""
    drawn = _DRAW[panel.kind](panel, dialect)
    drawn.title(panel.title).description(panel.description).unit(panel.unit)
    if panel.decimals is not None:
        drawn.decimals(panel.decimals)
    if panel.steps:
        drawn.thresholds(draw_thresholds(panel.steps))
    return drawn


def _draw_stat(panel: Panel, _dialect: Dialect) -> stat.Panel:
    return draw_number(is_coloured=bool(panel.steps))


def _draw_series(panel: Panel, _dialect: Dialect) -> timeseries.Panel:
    drawn = (
        timeseries.Panel()
        .legend(draw_legend())
        .tooltip(
            common.VizTooltipOptions()
            .mode(shapes.TooltipDisplayMode.MULTI)
            .sort(shapes.SortOrder.DESCENDING)
        )
        .line_width(1)
        .fill_opacity(_STACK_OPACITY if panel.stacked else _LINE_OPACITY)
        .show_points(shapes.VisibilityMode.AUTO)
        .color_scheme(dashboard.FieldColor().mode(models.FieldColorModeId.PALETTE_CLASSIC))
        .data_links(_data_links(panel))
    )
    if panel.stacked:
        drawn.stacking(common.StackingConfig().mode(shapes.StackingMode.NORMAL).group("A"))
    _bound(drawn, panel)
    return drawn


def _bound(drawn: timeseries.Panel | bargauge.Panel, panel: Panel) -> None:
    if panel.lowest is not None:
        drawn.min(panel.lowest)
    if panel.highest is not None:
        drawn.max(panel.highest)


def _draw_bars(panel: Panel, _dialect: Dialect) -> bargauge.Panel:
    drawn = (
        bargauge.Panel()
        .reduce_options(take_last())
        .display_mode(shapes.BarGaugeDisplayMode.BASIC)
        .orientation(shapes.VizOrientation.HORIZONTAL)
        .value_mode(shapes.BarGaugeValueMode.TEXT)
        .name_placement(shapes.BarGaugeNamePlacement.TOP)
        .show_unfilled(True)
        .data_links(_data_links(panel))
    )
    if not panel.steps:
        drawn.color_scheme(
            dashboard.FieldColor().mode(models.FieldColorModeId.FIXED).fixed_color("blue")
        )
    _bound(drawn, panel)
    return drawn


def _draw_heatmap(panel: Panel, _dialect: Dialect) -> heatmap.Panel:
    return (
        heatmap.Panel()
        .calculate(False)
        .color(_heat())
        .y_axis(heatmap.YAxisConfig().unit(panel.unit).decimals(_EDGE_DECIMALS))
        .show_legend()
    )


def _heat() -> heatmap.HeatmapColorOptions:
    return heatmap.HeatmapColorOptions().mode(HeatmapColorMode.SCHEME).scheme("Oranges").steps(64)


def _draw_table(panel: Panel, dialect: Dialect) -> table.Panel:
    drawn = table.Panel().show_header(True).with_transformation(_merge())
    drawn.with_transformation(_organize(panel, dialect))
    drawn.sort_by([common.TableSortByFieldState().display_name(panel.columns[0].title).desc(True)])
    for column in panel.columns:
        how = format_column(column.title, column.unit, column.decimals)
        drawn.override_by_name(column.title, how)
    for key in _WIDTHS.keys() & {one for query in panel.queries for one in query.by}:
        wide = models.DynamicConfigValue(id_val="custom.width", value=_WIDTHS[key])
        drawn.override_by_name(_HEADINGS[key], [wide])
    return drawn


def _merge() -> models.DataTransformerConfig:
    return models.DataTransformerConfig(id_val="merge", options={})


def _organize(panel: Panel, dialect: Dialect) -> models.DataTransformerConfig:
    """Titles for columns, and their order: numbers stand beside the first name, to be seen."""
    keys = dict.fromkeys(one for column in panel.columns for one in column.query.by)
    names = [(spell(one, dialect), _HEADINGS[one]) for one in keys]
    # A single query's values have no letter.
    letters = [f" #{letter}" for letter in "ABCDEFGH"] if len(panel.columns) > 1 else [""]
    values = [f"Value{letter}" for letter in letters]
    numbers = zip(values, (column.title for column in panel.columns), strict=False)
    titles = dict([names[0], *numbers, *names[1:]])
    order = {one: place for place, one in enumerate(titles)}
    options = {"excludeByName": {"Time": True}, "indexByName": order, "renameByName": titles}
    return models.DataTransformerConfig(id_val="organize", options=options)


def _data_links(panel: Panel) -> list[Any]:
    """Links to traces, where a point belongs to a model."""
    if not any(REQUEST_MODEL in query.by for query in panel.queries):
        return []
    return [_link(title, address) for title, address in find_traces()]


def _link(title: str, address: str) -> dashboard.DashboardLink:
    link = dashboard.DashboardLink(title).type(models.DashboardLinkType.LINK).url(address)
    return link.target_blank(True)


def name_letters(panel: Panel) -> tuple[tuple[str, Query], ...]:
    """The queries of a panel under the letters that Grafana knows them by."""
    return tuple(zip("ABCDEFGH", panel.queries, strict=False))


_DRAW: Final[dict[str, Callable[[Panel, Dialect], Any]]] = {
    "stat": _draw_stat,
    "timeseries": _draw_series,
    "bargauge": _draw_bars,
    "table": _draw_table,
    "heatmap": _draw_heatmap,
}
