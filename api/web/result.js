// What a run has left: key figures, shortfalls, files, the report itself.

import { byId, element, hours, money, named, notice, share, whole } from "/static/format.js";
import { changesTable } from "/static/mend.js";
import { promises } from "/static/promises.js";
import { get } from "/static/service.js";

const SHOWN = 4;
let shown = null;

export function hideResult() {
  shown = null;
  byId("result").hidden = true;
  byId("report").hidden = true;
  byId("report").removeAttribute("src");
}

export async function showResult(job) {
  if (shown === job.id) return;
  shown = job.id;
  byId("report-link").href = job.links.report;
  const [plan, { files }, mended] = await Promise.all([
    get(job.links.figures), get(job.links.files), job.links.changes ? get(job.links.changes) : null]);
  if (shown !== job.id) return;
  byId("figures").replaceChildren(...tiles(plan));
  byId("result-title").textContent = mended ? "The mended roster" : "The plan";
  byId("changed").replaceChildren(...(mended ? changesTable(mended.changes) : []));
  byId("promises").replaceChildren(...promises(plan));
  byId("shortfalls").replaceChildren(...shortfalls(plan));
  byId("files").replaceChildren(...Object.entries(files).filter(([name]) => name !== "report.html")
    .map(([name, href]) => link(name, href)));
  byId("report").src = job.links.report;
  byId("report").hidden = false;
  byId("result").hidden = false;
}

function tiles({ figures, currency }) {
  const found = [
    ["Demand covered", share(figures.covered), "of required agent-hours"],
    ["Missing", hours(figures.short_hours), "agent-hours short"],
    ["Paid hours", hours(figures.paid_hours), `${whole(figures.agents)} agents`],
    ["Cost of the week", money(figures.cost, currency), "pay"],
    ["Wishes kept", share(figures.wishes_kept, 0), "of preferences"],
  ];
  return found.filter(([, value]) => value !== "–").map(([name, value, note]) => {
    const tile = element("div");
    tile.append(element("dt", name), element("dd", value), element("dd", note, "note"));
    return tile;
  });
}

function shortfalls({ shortfalls: found, floor_gaps: floors }) {
  return [...missing("Demand left uncovered", found), ...missing("Too few on duty", floors)];
}

function missing(title, found) {
  if (!found?.length) return [];
  const worst = found.slice(0, SHOWN).map((one) => named(one.message));
  const rest = found.length - worst.length;
  const more = rest > 0 ? [`and ${rest} more, each smaller; all are in the report`] : [];
  return [notice("warn", title, [...worst, ...more])];
}

function link(name, href) {
  const item = element("li");
  const anchor = element("a", name);
  anchor.href = href;
  anchor.download = name;
  item.append(anchor);
  return item;
}
