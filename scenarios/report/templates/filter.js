"use strict";
(() => {
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
      body.hidden = wanted.length > 0 && !body.querySelector("tr.agent:not([hidden])");
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
