"""What is drawn the same on every board: numbers, legends and thresholds."""

from typing import Final

from grafana_foundation_sdk.builders import common, dashboard, stat
from grafana_foundation_sdk.models import common as shapes
from grafana_foundation_sdk.models import dashboard as models

from dashboards._panel import Step


# In pixels, with room for the edges of a cell.
_DIGIT: Final = 7
_LETTER: Final = 8
_EDGES: Final = 24
_SEVEN_DIGITS: Final = 84


def draw_thresholds(steps: tuple[Step, ...]) -> dashboard.ThresholdsConfig:
    """A colour from each value on."""
    listed = [models.Threshold(value=step.at, color=step.colour) for step in steps]
    return dashboard.ThresholdsConfig().mode(models.ThresholdsMode.ABSOLUTE).steps(listed)


def take_last() -> common.ReduceDataOptions:
    """The last value of each series."""
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False).fields("")


def draw_legend() -> common.VizLegendOptions:
    """A list below the panel."""
    return (
        common.VizLegendOptions()
        .show_legend(True)
        .display_mode(shapes.LegendDisplayMode.LIST)
        .placement(shapes.LegendPlacement.BOTTOM)
        .calcs([])
    )


def draw_number(*, is_coloured: bool) -> stat.Panel:
    """One number."""
    mode = shapes.BigValueColorMode.VALUE if is_coloured else shapes.BigValueColorMode.NONE
    return (
        stat.Panel()
        .reduce_options(take_last())
        .color_mode(mode)
        .graph_mode(shapes.BigValueGraphMode.NONE)
        .text_mode(shapes.BigValueTextMode.VALUE)
        .justify_mode(shapes.BigValueJustifyMode.AUTO)
        .orientation(shapes.VizOrientation.AUTO)
    )


def format_column(title: str, unit: str, decimals: int) -> list[models.DynamicConfigValue]:
    """How the numbers of a column are written, and how wide it is; names share what is left.

    Grafana itself gives each column as much, and 150 at least: on a telephone numbers would be
    outside, and in a narrow table the last digits of one.
    """
    width = max(_SEVEN_DIGITS + _DIGIT * decimals, _EDGES + _LETTER * len(title))
    said = {"unit": unit, "decimals": decimals, "custom.width": width}
    return [models.DynamicConfigValue(id_val=name, value=value) for name, value in said.items()]


def put_above(board: models.Dashboard) -> None:
    """Shows links and marks above the panels; the SDK has them in a menu, whatever it is told."""
    marks = board.annotations.list_val if board.annotations else None
    for one in (*(board.links or ()), *(marks or ())):
        vars(one)["placement"] = None
