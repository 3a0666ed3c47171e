// Draws the panels of a generated board with Grafana's own components and answers of a real server.
import React from "react";
import { createRoot } from "react-dom/client";
import {
  applyFieldOverrides,
  createTheme,
  FieldColorModeId,
  FieldType,
  dateTime,
  getDisplayProcessor,
  getFieldDisplayValues,
  renderTextPanelMarkdown,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  ThemeContext,
  toDataFrame,
  transformDataFrame,
} from "@grafana/data";
import {
  BarGauge,
  BigValue,
  GlobalStyles,
  PanelChrome,
  Table,
  TimeSeries,
} from "@grafana/ui";
import { lastValueFrom } from "rxjs";
import "uplot/dist/uPlot.min.css";

const MARGIN = 8;
const ROW = 30;
const board = window.BOARD;
const zone = board.timezone === "browser" ? "utc" : board.timezone;
const answers = window.ANSWERS;
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const theme = createTheme({ colors: { mode: dark ? "dark" : "light" } });
const range = {
  from: dateTime(window.FROM),
  to: dateTime(window.TO),
  raw: { from: dateTime(window.FROM), to: dateTime(window.TO) },
};

standardEditorsRegistry.setInit(() => []);
standardFieldConfigEditorRegistry.setInit(() => {
  const plain = (id, path) => ({
    id,
    path: path ?? id,
    name: id,
    editor: () => null,
    override: () => null,
    process: (value) => value,
    shouldApply: () => true,
    settings: {},
  });
  const own = ["minWidth", "width"].map((name) => ({ ...plain(`custom.${name}`, name), isCustom: true }));
  return [...["unit", "decimals", "min", "max", "displayName", "color", "thresholds", "noValue"].map((id) => plain(id)), ...own];
});
standardTransformersRegistry.setInit(() =>
  ["mergeTransformer", "organizeFieldsTransformer"].map((key) => {
    const one = standardTransformers[key];
    return { id: one.id, name: one.name, transformation: async () => one };
  }),
);

function nameOf(target, labels) {
  return target.legendFormat.replace(/\{\{\s*(\S+?)\s*\}\}/g, (_, label) => labels[label] ?? "");
}

function toSeries(target, result) {
  return result.map(({ metric, values, value }) => {
    const points = values ?? [value];
    return toDataFrame({
      refId: target.refId,
      fields: [
        { name: "Time", type: FieldType.time, values: points.map(([at]) => at * 1000), config: { interval: window.STEP * 1000 } },
        {
          name: "Value",
          type: FieldType.number,
          labels: metric,
          values: points.map(([, text]) => (text === "NaN" ? null : Number(text))),
          config: { displayNameFromDS: nameOf(target, metric) },
        },
      ],
    });
  });
}

function toTable(target, result, several) {
  const labels = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return toDataFrame({
    refId: target.refId,
    fields: [
      { name: "Time", type: FieldType.time, values: result.map(({ value }) => value[0] * 1000) },
      ...labels.map((name) => ({ name, type: FieldType.string, values: result.map(({ metric }) => metric[name] ?? "") })),
      {
        name: several ? `Value #${target.refId}` : "Value",
        type: FieldType.number,
        values: result.map(({ value }) => Number(value[1])),
      },
    ],
  });
}

const KINDS = { number: FieldType.number, string: FieldType.string, time: FieldType.time };

// Rows of a database, as its data source hands them on.
function toRows(target, { names, kinds, rows }) {
  const column = (place) => rows.map((row) => row[place]);
  if (!kinds.includes("time")) {
    const fields = names.map((name, place) => ({ name, type: KINDS[kinds[place]], values: column(place) }));
    return [toDataFrame({ refId: target.refId, fields })];
  }
  const times = [...new Set(column(0))].sort((a, b) => a - b);
  return [...new Set(column(1))].map((metric) => {
    const known = new Map(rows.filter((row) => row[1] === metric).map((row) => [row[0], row[2]]));
    return toDataFrame({
      refId: target.refId,
      fields: [
        { name: "Time", type: FieldType.time, values: times, config: {} },
        { name: metric, type: FieldType.number, values: times.map((at) => known.get(at) ?? null), config: {} },
      ],
    });
  });
}

async function frame(panel) {
  const targets = panel.targets ?? [];
  const several = targets.length > 1;
  let frames = targets.flatMap((target) => {
    const result = answers[panel.id][target.refId];
    if (target.rawSql) return toRows(target, result);
    return target.format === "table" ? [toTable(target, result, several)] : toSeries(target, result);
  });
  if (panel.transformations) frames = await lastValueFrom(transformDataFrame(panel.transformations, frames));
  const drawn = applyFieldOverrides({
    data: frames,
    fieldConfig: panel.fieldConfig,
    fieldConfigRegistry: standardFieldConfigEditorRegistry,
    replaceVariables: (text) => text,
    theme,
    timeZone: zone,
  });
  for (const { fields } of drawn) for (const field of fields) style(panel, field);
  return drawn;
}

function style(panel, field) {
  field.config.custom = { ...panel.fieldConfig.defaults.custom, ...(field.config.custom ?? {}) };
  if (panel.type === "timeseries") field.config.color ??= { mode: FieldColorModeId.PaletteClassic };
  field.config.color ??= { mode: FieldColorModeId.Thresholds };
  field.config.thresholds ??= { mode: "absolute", steps: [{ value: -Infinity, color: "green" }] };
  const [first] = field.config.thresholds.steps;
  if (first.value == null) first.value = -Infinity;
  field.display = getDisplayProcessor({ field, theme, timeZone: zone });
}

function values(panel, frames) {
  return getFieldDisplayValues({
    data: frames,
    fieldConfig: panel.fieldConfig,
    reduceOptions: panel.options.reduceOptions,
    replaceVariables: (text) => text,
    theme,
    timeZone: zone,
  });
}

function Stat({ panel, frames, width, height }) {
  const [only] = values(panel, frames);
  return (
    <BigValue
      value={only?.display ?? { text: "No data", numeric: NaN }}
      colorMode={panel.options.colorMode}
      graphMode={panel.options.graphMode}
      justifyMode={panel.options.justifyMode}
      textMode={panel.options.textMode}
      width={width}
      height={height}
      theme={theme}
    />
  );
}

function Bars({ panel, frames, width, height }) {
  const listed = values(panel, frames);
  const each = Math.min(60, height / Math.max(1, listed.length));
  return listed.map(({ display, field }, place) => (
    <div key={place} style={{ height: each }}>
      <BarGauge
        value={display}
        field={{ ...field, max: field.max ?? Math.max(...listed.map((one) => one.display.numeric)) }}
        display={(value) => display}
        displayMode={panel.options.displayMode}
        orientation="horizontal"
        namePlacement={panel.options.namePlacement}
        valueDisplayMode={panel.options.valueMode}
        showUnfilled={panel.options.showUnfilled}
        width={width}
        height={each - 4}
        itemSpacing={2}
        theme={theme}
      />
    </div>
  ));
}

function Lines({ panel, frames, width, height }) {
  return (
    <TimeSeries
      frames={frames}
      width={width}
      height={height}
      timeRange={range}
      timeZone={zone}
      legend={panel.options.legend}
      options={panel.options}
    />
  );
}

function Cells({ panel, frames, width, height }) {
  // Grafana's heatmap is not among its public components: its cells are drawn here.
  const sorted = [...frames].sort((a, b) => edge(a) - edge(b));
  const below = sorted.map((one, place) =>
    one.fields[1].values.map((value, at) => value - (place ? sorted[place - 1].fields[1].values[at] ?? 0 : 0)),
  );
  const most = Math.max(...below.flat().filter(Number.isFinite));
  const kept = sorted.map((one, place) => ({ one, counts: below[place] })).filter(({ counts }) => counts.some((x) => x > 0));
  const [left, bottom] = [60, 20];
  const tall = (height - bottom) / kept.length;
  return (
    <svg width={width} height={height} fill={theme.colors.text.secondary} fontSize={12}>
      {kept.map(({ one, counts }, row) => {
        const y = (kept.length - 1 - row) * tall;
        const wide = (width - left) / counts.length;
        return (
          <g key={row}>
            <text x={left - 8} y={y + tall / 2 + 4} textAnchor="end">{`${edge(one)} s`}</text>
            {counts.map((count, at) =>
              count > 0 ? (
                <rect key={at} x={left + at * wide} y={y + 1} width={wide - 1} height={tall - 2} fill="#fb8c00" opacity={0.15 + 0.85 * (count / most)} />
              ) : null,
            )}
          </g>
        );
      })}
    </svg>
  );
}

function Text({ panel }) {
  const html = renderTextPanelMarkdown(panel.options.content);
  return <div className="markdown-html" style={{ fontSize: 14 }} dangerouslySetInnerHTML={{ __html: html }} />;
}

const edge = (one) => Number(one.fields[1].labels.le === "+Inf" ? Infinity : one.fields[1].labels.le);

const DRAW = {
  stat: Stat,
  text: Text,
  bargauge: Bars,
  timeseries: Lines,
  heatmap: Cells,
  table: ({ panel, frames, width, height }) => <Table data={frames[0]} width={width} height={height} initialSortBy={panel.options.sortBy} />,
};

function Panel({ panel, frames, width }) {
  const Drawn = DRAW[panel.type];
  const height = panel.gridPos.h * ROW + (panel.gridPos.h - 1) * MARGIN;
  const isEmpty = panel.type !== "text" && !frames.some((one) => one.length);
  return (
    <PanelChrome title={panel.title} description={panel.description} width={width} height={height}>
      {(innerWidth, innerHeight) =>
        isEmpty ? (
          <div style={{ display: "grid", placeItems: "center", height: "100%", color: theme.colors.text.secondary }}>No data</div>
        ) : (
          <Drawn panel={panel} frames={frames} width={innerWidth} height={innerHeight} />
        )
      }
    </PanelChrome>
  );
}

function Board({ rows, width }) {
  const narrow = width < 768;
  const column = (width - 2 * MARGIN) / 24;
  const wide = (panel) => (narrow ? width - 2 * MARGIN : panel.gridPos.w * column - MARGIN);
  return (
    <div style={{ padding: MARGIN, background: theme.colors.background.canvas, minHeight: "100vh" }}>
      <h1 style={{ fontSize: 20, margin: "4px 0" }}>{board.title}</h1>
      <p style={{ color: theme.colors.text.secondary, margin: "0 0 8px" }}>{board.description}</p>
      {rows.map(({ title, panels }) => (
        <section key={title}>
          {title ? <h4 style={{ margin: "12px 0 6px" }}>{`▾ ${title}`}</h4> : null}
          <div style={{ display: "flex", flexWrap: "wrap", gap: MARGIN }}>
            {panels.map(({ panel, frames }) => (
              <div key={panel.id} data-panel={panel.id}>
                <Panel panel={panel} frames={frames} width={wide(panel)} />
              </div>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

async function show() {
  const listed = [{ title: "", panels: board.panels.filter(({ type }) => type !== "row") }];
  listed.push(...board.panels.filter(({ type }) => type === "row"));
  const rows = [];
  for (const { title, panels } of listed) {
    const drawn = [];
    for (const panel of panels) drawn.push({ panel, frames: await frame(panel) });
    rows.push({ title, panels: drawn });
  }
  createRoot(document.getElementById("board")).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Board rows={rows} width={document.documentElement.clientWidth} />
    </ThemeContext.Provider>,
  );
  setTimeout(() => document.body.setAttribute("data-shown", "yes"), 300);
}

show().catch((error) => {
  console.error(error.stack);
  document.body.setAttribute("data-shown", "no");
});
