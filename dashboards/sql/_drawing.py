"""How the panels of a ledger's board are drawn."""

from collections.abc import Callable
from typing import Any, Final

from grafana_foundation_sdk.builders import bargauge, common, dashboard, stat, table, text
from grafana_foundation_sdk.builders import timeseries as lines
from grafana_foundation_sdk.models import common as shapes
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models.text import TextMode

from dashboards._parts import draw_legend, draw_number, draw_thresholds, format_column
from dashboards.sql._board import UNITS, Panel, describe, summarize
from dashboards.sql._engine import Engine
from dashboards.sql._statement import COST, LINE_COUNT


def draw(panel: Panel, engine: Engine) -> Any:
    """The builder of a panel, with all but its data, its place and its number."""
    drawn = _DRAW[panel.kind](panel, engine)
    drawn.title(panel.title).description(panel.description)
    drawn.unit(panel.unit).decimals(panel.decimals)
    if panel.steps:
        drawn.thresholds(draw_thresholds(panel.steps))
    return drawn


def draw_head(engine: Engine) -> text.Panel:
    """What stands above all numbers."""
    return (
        text.Panel()
        .title("What these numbers are")
        .description(describe(engine))
        .mode(TextMode.MARKDOWN)
        .content(summarize(engine))
    )


def _draw_stat(panel: Panel, _engine: Engine) -> stat.Panel:
    return draw_number(is_coloured=bool(panel.steps))


def _draw_days(_panel: Panel, engine: Engine) -> lines.Panel:
    drawn = (
        lines.Panel()
        .draw_style(shapes.GraphDrawStyle.BARS)
        .bar_alignment(shapes.BarAlignment.AFTER)
        .bar_width_factor(0.9)
        .line_width(0)
        .fill_opacity(80)
        .stacking(common.StackingConfig().mode(shapes.StackingMode.NORMAL).group("A"))
        .min(0)
        .color_scheme(dashboard.FieldColor().mode(models.FieldColorModeId.PALETTE_CLASSIC))
        .tooltip(common.VizTooltipOptions().mode(shapes.TooltipDisplayMode.MULTI))
        .legend(draw_legend())
    )
    if engine.display:
        drawn.display_name(engine.display)
    return drawn


def _draw_bars(_panel: Panel, _engine: Engine) -> bargauge.Panel:
    """One bar a row, of the amounts; other numbers would lengthen the scale, so they are hidden."""
    hidden = {"excludeByName": {LINE_COUNT: True}}
    return (
        bargauge.Panel()
        .with_transformation(models.DataTransformerConfig(id_val="organize", options=hidden))
        .reduce_options(
            common.ReduceDataOptions().calcs(["lastNotNull"]).values(True).fields(_match(COST))
        )
        .display_mode(shapes.BarGaugeDisplayMode.BASIC)
        .orientation(shapes.VizOrientation.HORIZONTAL)
        .value_mode(shapes.BarGaugeValueMode.TEXT)
        .name_placement(shapes.BarGaugeNamePlacement.TOP)
        .show_unfilled(True)
        .min(0)
        .color_scheme(
            dashboard.FieldColor().mode(models.FieldColorModeId.FIXED).fixed_color("blue")
        )
    )


def _match(title: str) -> str:
    escaped = title.replace("(", "\\(").replace(")", "\\)")
    return f"/^{escaped}$/"


def _draw_table(_panel: Panel, _engine: Engine) -> table.Panel:
    drawn = table.Panel().show_header(True).no_value("unpriced")
    for title, (unit, decimals) in UNITS.items():
        drawn.override_by_name(title, format_column(title, unit, decimals))
    return drawn


_DRAW: Final[dict[str, Callable[[Panel, Engine], Any]]] = {
    "stat": _draw_stat,
    "days": _draw_days,
    "bars": _draw_bars,
    "table": _draw_table,
}
