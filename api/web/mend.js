// Mend a published roster: who cannot work and when, what else has changed, or an edited copy.

import { byId, clock, day, element, span } from "/static/format.js";
import { get } from "/static/service.js";

const OWN = "";
let people = [];

export function openMend(send) {
  byId("mend-card").addEventListener("toggle", (event) => { if (event.target.open) fill(); });
  byId("mend-add").addEventListener("click", () => add().querySelector("select").focus());
  byId("mend").addEventListener("submit", (event) => {
    event.preventDefault();
    send("/api/v1/replans", order, byId("mend-go"), byId("mend-problem"));
  });
}

// Rosters that can be mended: that of the folder, and those of runs, the newest first.
export function offerRosters(jobs) {
  const chosen = byId("mend-roster").value;
  const made = jobs.filter((job) => job.links.roster);
  for (const old of [...byId("mend-roster").options]) if (old.value !== OWN) old.remove();
  byId("mend-roster").append(...made.map((job) => new Option(rosterName(job), job.id)));
  byId("mend-roster").value = made.some((job) => job.id === chosen) ? chosen : first();
}

function rosterName({ created, request, replan }) {
  return `${replan ? "Mended" : "Planned"} at ${clock(created)}, ${span(request)}`;
}

const first = () => [...byId("mend-roster").options].find((one) => !one.disabled)?.value ?? OWN;

async function fill() {
  try {
    const { agents, has_roster: hasRoster } = await get("/api/v1/agents");
    people = agents;
    byId("mend-roster").options[0].disabled = !hasRoster;
    if (!hasRoster && byId("mend-roster").value === OWN) byId("mend-roster").value = first();
    if (!byId("mend-away").children.length) add();
  } catch (error) {
    byId("mend-problem").textContent = error.message;
    byId("mend-problem").hidden = false;
  }
}

function add() {
  const row = byId("mend-row").content.firstElementChild.cloneNode(true);
  const select = row.querySelector("select");
  select.append(...people.map((one) => new Option(`${one.name} (${one.id}, ${one.site})`, one.id)));
  const [from, to] = row.querySelectorAll("input");
  from.addEventListener("change", () => { to.min = from.value; });
  row.querySelector("button").addEventListener("click", () => row.remove());
  byId("mend-away").append(row);
  return row;
}

async function order() {
  const asked = {
    sick: [...byId("mend-away").children].map(sick).filter(Boolean),
    changes: lines(byId("mend-changes").value),
  };
  const [file] = byId("mend-file").files;
  if (file) asked.roster = await file.text();
  const texts = { published: "mend-roster", now: "mend-now" };
  for (const [name, id] of Object.entries(texts)) {
    if (byId(id).value) asked[name] = byId(id).value;
  }
  if (byId("mend-most").value) asked.most_changes = Number(byId("mend-most").value);
  return asked;
}

function sick(row) {
  const agent = row.querySelector("select").value;
  const [from, to] = [...row.querySelectorAll("input")].map((one) => one.value);
  if (!agent && !from) return null;
  if (!agent || !from) throw new Error("say who cannot work and from which day, or remove the line");
  return { agent, first: from, last: to || from };
}

export const lines = (text) => text.split("\n").map((l) => l.trim()).filter(Boolean);

const COLUMNS = ["Who", "Day", "As published", "Now", "Notice", "Why"];

// What a re-plan changed: a row for each person and day.
export function changesTable(changes) {
  const title = element("h3", headline(changes));
  title.id = "changes-title";
  if (!changes.length) return [title];
  const box = element("div", "", "scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-labelledby", "changes-title");
  const table = element("table", "", "changes");
  const head = table.createTHead().insertRow();
  for (const name of COLUMNS) {
    const cell = element("th", name);
    cell.scope = "col";
    head.append(cell);
  }
  table.createTBody().append(...changes.map(changeRow));
  box.append(table);
  return [title, box];
}

function headline(changes) {
  const told = new Set(changes.filter((one) => one.kind !== "away").map((one) => one.agent)).size;
  if (!told) return "Nobody else's shift changes";
  return told === 1 ? "1 person is told anew" : `${told} people are told anew`;
}

function changeRow(one) {
  const row = element("tr", "", one.kind === "away" ? "away" : "");
  const who = element("th", one.name ?? one.agent);
  who.scope = "row";
  who.append(element("small", `${one.agent}, ${one.site}`));
  const cells = [weekday(one.day), one.before, one.after, notice(one.notice_hours), one.why];
  row.append(who, ...cells.map((text, i) => {
    const cell = element("td", text);
    cell.dataset.name = COLUMNS[i + 1];
    return cell;
  }));
  return row;
}

function weekday(text) {
  const name = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" });
  return `${name.format(Date.parse(text))} ${day(text)}`;
}

function notice(hours) {
  if (hours < 0) return "begun";
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
