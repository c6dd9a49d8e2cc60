"use strict";
(() => {
  for (const button of document.querySelectorAll("button[data-zoom]")) {
    const group = [...button.parentElement.querySelectorAll("button[data-zoom]")];
    button.addEventListener("click", () => {
      const range = button.dataset.range.split(",").map(Number);
      Plotly.relayout(document.querySelector(`[data-chart="${button.dataset.zoom}"]`), { "xaxis.range": range });
      for (const one of group) one.setAttribute("aria-pressed", String(one === button));
    });
  }
})();
