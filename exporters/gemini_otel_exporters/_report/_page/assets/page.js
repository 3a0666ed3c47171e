"use strict";
(() => {
  const NANO = 1e9;
  const LONGEST = 26;
  const specs = JSON.parse(document.getElementById("charts").textContent);
  const drawn = new Map();

  const shorten = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
  const spell = (usd) =>
    `$${usd.toLocaleString("en-US", { maximumSignificantDigits: 3, useGrouping: true })}`;

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    return {
      series: [...Array(9).keys()].map((n) => read(`--c${n}`)),
      line: read("--line"), quiet: read("--quiet"), ink: read("--ink"), card: read("--card"),
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  function makeSets(spec, colours) {
    return spec.series.map((one, n) => ({
      label: one.name,
      data: one.nano.map((nano) => Number(nano) / NANO),
      texts: one.texts,
      backgroundColor: spec.kind === "bars"
        ? spec.colours.map((number) => colours.series[number])
        : colours.series[spec.colours[n]],
      borderWidth: 0,
      borderRadius: 2,
      maxBarThickness: spec.kind === "bars" ? 20 : 46,
      categoryPercentage: 0.86,
      barPercentage: 0.92,
    }));
  }

  function makeOptions(spec, colours) {
    const isBars = spec.kind === "bars";
    const ticks = { color: colours.quiet, font: { family: colours.font, size: 12 } };
    const amounts = {
      stacked: true, beginAtZero: true, border: { display: false },
      grid: { color: colours.line },
      ticks: { ...ticks, callback: spell, maxTicksLimit: isBars ? 5 : 6, maxRotation: 0 },
    };
    const names = {
      stacked: true, border: { color: colours.line }, grid: { display: false },
      ticks: {
        ...ticks, autoSkip: !isBars, maxRotation: 0, autoSkipPadding: 14,
        callback(value) { return shorten(this.getLabelForValue(value)); },
      },
    };
    return {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: isBars ? "y" : "x",
      interaction: { mode: "index", intersect: false, axis: isBars ? "y" : "x" },
      scales: isBars ? { x: amounts, y: names } : { x: names, y: amounts },
      plugins: {
        legend: {
          display: spec.series.length > 1, position: "bottom", align: "start",
          labels: {
            color: colours.ink, boxWidth: 10, boxHeight: 10, padding: 14,
            font: { family: colours.font, size: 12 },
          },
        },
        tooltip: {
          backgroundColor: colours.ink, titleColor: colours.card, bodyColor: colours.card,
          filter: (item) => item.raw !== 0,
          callbacks: {
            label: (item) => ` ${item.dataset.label}: ${item.dataset.texts[item.dataIndex]}`,
          },
        },
      },
    };
  }

  function draw() {
    const colours = readColours();
    for (const spec of specs) {
      const canvas = document.getElementById(spec.id);
      if (!canvas) continue;
      drawn.get(spec.id)?.destroy();
      drawn.set(spec.id, new Chart(canvas, {
        type: "bar",
        data: { labels: spec.labels, datasets: makeSets(spec, colours) },
        options: makeOptions(spec, colours),
      }));
    }
  }

  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
