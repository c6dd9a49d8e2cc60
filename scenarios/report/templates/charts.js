"use strict";
(() => {
  const root = document.documentElement;
  const printing = window.matchMedia("print");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const config = { displayModeBar: false, responsive: true, displaylogo: false };
  const parsed = (id) => JSON.parse(document.getElementById(id).textContent);
  const PRINT_WIDTH = 980;
  const PRINT_HEIGHT = 262;

  /** Colours are names of CSS variables until they are drawn. */
  const coloured = (value, style) => {
    if (typeof value === "string") {
      const name = /^var\((--[a-z0-9-]+)\)$/.exec(value);
      return name ? style.getPropertyValue(name[1]).trim() : value;
    }
    if (Array.isArray(value)) {
      const isPlain = typeof value[0] === "number" && typeof value[1] !== "string";
      return isPlain ? value : value.map((one) => coloured(one, style));
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
    const { data, layout } = coloured(parsed(place.dataset.chart), style);
    for (const trace of data) {
      if (trace.text === "moments") trace.text = parsed(place.dataset.moments || "moments");
    }
    layout.font.family = getComputedStyle(document.body).fontFamily;
    if (width) Object.assign(layout, { width, height: PRINT_HEIGHT });
    const isNarrow = (width || place.clientWidth) < 520;
    if (isNarrow) {
      Object.assign(layout.xaxis, layout.meta?.narrow);
      layout.margin.l = Math.min(layout.margin.l, layout.meta?.left || 40);
      for (const axis of [layout.yaxis, layout.yaxis2]) {
        if (axis?.title) axis.title.text = "";
      }
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
})();
