// What simulated weeks say of a plan, queue by queue.

import { element, named, share } from "/static/format.js";

const VERDICTS = {
  held: ["✓", "held", "good"], missed: ["▼", "missed", "bad"],
  unsure: ["≈", "cannot tell", "warn"], none: ["", "nothing promised", ""],
};
const COLUMNS = ["Queue", "Simulated", "Target", "Formula", "Weeks on target", "Verdict"];

export function promises({ simulation: found, queues: titles = {} }) {
  if (!found) return [];
  const box = element("div", "", "scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-labelledby", "promises-title");
  const table = element("table", "", "promises");
  const head = table.createTHead().insertRow();
  for (const name of COLUMNS) {
    const cell = element("th", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const queue of found.queues) body.append(...rows(queue, titles[queue.queue] ?? queue.queue));
  box.append(table);
  const title = element("h3", `Service in ${found.weeks} simulated weeks`);
  title.id = "promises-title";
  return [title, element("p", promised(found), "hint"), box];
}

function promised({ certainty, confidence, rounds, raised_hours: hours }) {
  const what = certainty == null ? "The mean over weeks must reach the target"
    : `${plain(certainty)} of weeks must reach the target`;
  const again = rounds ? ` The roster was sent back ${rounds === 1 ? "once" : `${rounds} times`} for ${hours.toLocaleString("en")} agent-hours more.` : "";
  return `${what}; ranges are of ${plain(confidence)} confidence.${again}`;
}

function rows(queue, title) {
  const row = element("tr");
  const name = element("th");
  name.append(element("bdi", title));
  name.scope = "row";
  const [mark, word, kind] = VERDICTS[queue.verdict];
  const verdict = element("td");
  verdict.append(element("span", `${mark} ${queue.in_time ? word : "no contacts"}`.trim(), `verdict ${kind}`));
  const level = element("td", queue.in_time ? levelOf(queue) : "–");
  if (queue.in_time) level.append(element("small", range(queue)));
  row.append(name, level, element("td", plain(queue.target)), element("td", share(queue.formula)),
    element("td", share(queue.weeks_met?.mean, 0)), verdict);
  if (!queue.reason) return [row];
  const why = element("tr", "", "why");
  const cell = element("td");
  cell.append(named(`${title}: ${queue.reason}`));
  cell.colSpan = COLUMNS.length;
  why.append(cell);
  return [row, why];
}

// As many decimals as leave the level and its range on their side of the target.
function digits({ in_time: found, target }) {
  if (target == null) return 1;
  const sides = (n) => Object.values(found).every((value) =>
    (Number((value * 100).toFixed(n)) >= target * 100) === (value >= target));
  return [1, 2].find(sides) ?? 3;
}

const levelOf = (queue) => share(queue.in_time.mean, digits(queue));

function range(queue) {
  const ends = [queue.in_time.low, queue.in_time.high].map((value) => share(value, digits(queue)));
  return `${ends[0].slice(0, -2)} to ${ends[1].slice(0, -2)}`;
}

const plain = (value) => (value == null ? "–" : `${Number((value * 100).toFixed(4))}\u00a0%`);
