"use strict";
(() => {
  const root = document.documentElement;
  const printing = window.matchMedia("print");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const config = { displayModeBar: false, responsive: true, displaylogo: false };
  const moments = JSON.parse(document.getElementById("moments").textContent);
  const PRINT_WIDTH = 980;
  const PRINT_HEIGHT = 262;

  /** Colours are names of CSS variables until they are drawn. */
  const coloured = (value, style) => {
    if (typeof value === "string") {
      const name = /^var\((--[a-z-]+)\)$/.exec(value);
      return name ? style.getPropertyValue(name[1]).trim() : value;
    }
    if (Array.isArray(value)) {
      return typeof value[0] === "number" ? value : value.map((one) => coloured(one, style));
    }
    if (value && typeof value === "object") {
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, coloured(one, style)]),
      );
    }
    return value;
  };

  const draw = (place, width) => {
    const style = getComputedStyle(root);
    const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const { data, layout } = coloured(figure, style);
    for (const trace of data) {
      if (trace.text === "moments") trace.text = moments;
    }
    layout.font.family = getComputedStyle(document.body).fontFamily;
    if (width) Object.assign(layout, { width, height: PRINT_HEIGHT });
    const isNarrow = (width || place.clientWidth) < 520;
    if (isNarrow) {
      layout.xaxis.ticktext = layout.xaxis.ticktext.map((text) => text.split(" ")[0]);
      layout.margin.l = 40;
      layout.yaxis.title.text = "";
      if (layout.yaxis2) layout.yaxis2.title.text = "";
    }
    return Plotly.react(place, data, layout, config);
  };

  const places = [...document.querySelectorAll("[data-chart]")];
  const drawAll = (width) => places.forEach((place) => draw(place, width));

  /** One chart at a time, so that the page answers while it draws. */
  const drawInTurn = (queue) => {
    const place = queue.shift();
    if (!place) {
      root.dataset.drawn = "all";
      return;
    }
    Promise.resolve(draw(place)).then(() => setTimeout(drawInTurn, 0, queue));
  };
  drawInTurn([...places]);

  dark.addEventListener("change", () => drawAll());
  printing.addEventListener("change", (event) => drawAll(event.matches ? PRINT_WIDTH : undefined));

  const find = document.getElementById("find");
  const found = document.getElementById("found");
  const rows = [...document.querySelectorAll("tr.agent")];
  const filter = () => {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((word) => row.dataset.find.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    for (const body of document.querySelectorAll("table.grid tbody")) {
      body.hidden = !body.querySelector("tr.agent:not([hidden])");
    }
    found.textContent = `${shown} ${shown === 1 ? "agent" : "agents"}`;
  };
  find.addEventListener("input", filter);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      find.value = "";
      filter();
    }
  });
})();
