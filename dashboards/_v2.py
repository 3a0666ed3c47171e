"""Boards in the form of Grafana 13: what a panel shows and asks is taken from the Classic form."""

import json
from typing import Any, Final

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as classic
from grafana_foundation_sdk.models import dashboardv2 as v2
from grafana_foundation_sdk.models.resource import Manifest, Metadata


API_VERSION: Final = "dashboard.grafana.app/v2"
_OF_TARGETS: Final = ("datasource", "refId")
_REFRESH: Final = {2: v2.VariableRefresh.ON_TIME_RANGE_CHANGED}


def convert(board: classic.Dashboard) -> Manifest:
    """The same board in Grafana 13's model, as its API takes it."""
    known = json.loads(json.dumps(board, cls=JSONEncoder))
    elements = {_name(panel): _build(panel) for panel in _all_panels(known)}
    spec = v2.Dashboard(
        title=known["title"],
        description=known["description"],
        tags=known["tags"],
        editable=known["editable"],
        cursor_sync=v2.DashboardCursorSync.CROSSHAIR,
        time_settings=_time(known),
        links=[_link(one) for one in known["links"]],
        variables=[_choose(one) for one in known["templating"]["list"]],
        annotations=[_mark(one) for one in known["annotations"].get("list", [])],
        elements=dict(elements),
        layout=_lay_out(known),
    )
    return Manifest(API_VERSION, "Dashboard", Metadata(name=known["uid"]), spec)


def _all_panels(board: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        one
        for panel in board["panels"]
        for one in (panel["panels"] if panel["type"] == "row" else [panel])
    ]


def _name(panel: dict[str, Any]) -> str:
    return f"panel-{panel['id']}"


def _build(panel: dict[str, Any]) -> v2.PanelKind:
    return v2.PanelKind(
        v2.PanelSpec(
            id_val=panel["id"],
            title=panel["title"],
            description=panel["description"],
            links=[],
            data=v2.QueryGroupKind(_group(panel)),
            viz_config=_draw(panel),
        )
    )


def _group(panel: dict[str, Any]) -> v2.QueryGroupSpec:
    return v2.QueryGroupSpec(
        queries=[_ask(target) for target in panel.get("targets", [])],
        transformations=[_transform(one) for one in panel.get("transformations", [])],
        query_options=v2.QueryOptionsSpec(interval=panel.get("interval")),
    )


def _ask(target: dict[str, Any]) -> v2.PanelQueryKind:
    spec = {key: value for key, value in target.items() if key not in _OF_TARGETS}
    query = _query(target["datasource"], spec)
    return v2.PanelQueryKind(v2.PanelQuerySpec(query=query, ref_id=target["refId"]))


def _query(source: dict[str, str], spec: object) -> v2.DataQueryKind:
    named = v2.Dashboardv2DataQueryKindDatasource(name=source["uid"])
    return v2.DataQueryKind(group=source["type"], datasource=named, spec=spec)


def _transform(one: dict[str, Any]) -> v2.TransformationKind:
    return v2.TransformationKind(one["id"], v2.TransformationSpec(options=one["options"]))


def _draw(panel: dict[str, Any]) -> v2.VizConfigKind:
    drawn = v2.FieldConfigSource.from_json(panel.get("fieldConfig", {}))
    return v2.VizConfigKind(
        group=panel["type"], spec=v2.VizConfigSpec(options=panel["options"], field_config=drawn)
    )


def _lay_out(board: dict[str, Any]) -> v2.RowsLayoutKind:
    top = [panel for panel in board["panels"] if panel["type"] != "row"]
    rows = [_row("", top, is_open=True)]
    rows += [
        _row(one["title"], one["panels"], is_open=False)
        for one in board["panels"]
        if one["type"] == "row"
    ]
    return v2.RowsLayoutKind(v2.RowsLayoutSpec(rows=rows))


def _row(title: str, panels: list[dict[str, Any]], *, is_open: bool) -> v2.RowsLayoutRowKind:
    first = min(panel["gridPos"]["y"] for panel in panels)
    items = [_place(panel, first) for panel in panels]
    grid = v2.GridLayoutKind(v2.GridLayoutSpec(items=items))
    return v2.RowsLayoutRowKind(
        v2.RowsLayoutRowSpec(title=title, collapse=not is_open, hide_header=is_open, layout=grid)
    )


def _place(panel: dict[str, Any], first: int) -> v2.GridLayoutItemKind:
    at = panel["gridPos"]
    return v2.GridLayoutItemKind(
        v2.GridLayoutItemSpec(
            x=at["x"],
            y=at["y"] - first,
            width=at["w"],
            height=at["h"],
            element=v2.ElementReference(_name(panel)),
        )
    )


def _choose(variable: dict[str, Any]) -> v2.VariableKind:
    make = {"datasource": _choose_source, "textbox": _choose_text, "query": _choose_labels}
    return make[variable["type"]](variable)


def _choose_source(variable: dict[str, Any]) -> v2.VariableKind:
    return v2.DatasourceVariableKind(
        v2.DatasourceVariableSpec(
            name=variable["name"],
            label=variable["label"],
            description=variable["description"],
            plugin_id=variable["query"],
            refresh=v2.VariableRefresh.ON_DASHBOARD_LOAD,
            hide=v2.VariableHide.DONT_HIDE,
            current=v2.VariableOption(text="", value=""),
            options=[],
        )
    )


def _choose_text(variable: dict[str, Any]) -> v2.VariableKind:
    value = variable["query"]
    return v2.TextVariableKind(
        v2.TextVariableSpec(
            name=variable["name"],
            label=variable["label"],
            description=variable["description"],
            query=value,
            hide=v2.VariableHide.DONT_HIDE,
            current=v2.VariableOption(text=value, value=value),
        )
    )


def _choose_labels(variable: dict[str, Any]) -> v2.VariableKind:
    return v2.QueryVariableKind(
        v2.QueryVariableSpec(
            name=variable["name"],
            label=variable["label"],
            description=variable["description"],
            query=_query(variable["datasource"], {"query": variable["query"]}),
            definition=variable["query"],
            refresh=_REFRESH[variable["refresh"]],
            sort=v2.VariableSort.ALPHABETICAL_ASC,
            hide=v2.VariableHide.DONT_HIDE,
            multi=variable["multi"],
            include_all=variable["includeAll"],
            all_value=variable["allValue"],
            current=v2.VariableOption(text=["All"], value=["$__all"]),
            options=[],
        )
    )


def _mark(annotation: dict[str, Any]) -> v2.AnnotationQueryKind:
    asked = {"expr": annotation["expr"], "step": annotation["step"]}
    written = ("titleFormat", "useValueForTime")
    return v2.AnnotationQueryKind(
        v2.AnnotationQuerySpec(
            query=_query(annotation["datasource"], asked),
            enable=annotation["enable"],
            hide=annotation["hide"],
            icon_color=annotation["iconColor"],
            name=annotation["name"],
            legacy_options={key: annotation[key] for key in written},
        )
    )


def _link(link: dict[str, Any]) -> v2.DashboardLink:
    return v2.DashboardLink(
        title=link["title"],
        type_val=v2.DashboardLinkType(link["type"]),
        tags=link["tags"],
        as_dropdown=link["asDropdown"],
        include_vars=link["includeVars"],
        keep_time=link["keepTime"],
    )


def _time(board: dict[str, Any]) -> v2.TimeSettingsSpec:
    return v2.TimeSettingsSpec(
        timezone=board["timezone"],
        from_val=board["time"]["from"],
        to=board["time"]["to"],
        auto_refresh=board["refresh"],
        auto_refresh_intervals=["1m", "5m", "15m", "1h"],
    )
