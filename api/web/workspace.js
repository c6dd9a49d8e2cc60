// The workspace card, and the form's first values.

import { byId, days, element, notice, problemLine, whole } from "/static/format.js";
import { get } from "/static/service.js";

export async function showWorkspace() {
  try {
    const space = await get("/api/v1/workspace");
    fill(space);
    return space;
  } catch (error) {
    byId("space-problems").replaceChildren(notice("bad", error.message));
    return null;
  } finally {
    byId("space-wait").hidden = true;
    byId("space").setAttribute("aria-busy", "false");
  }
}

function fill(space) {
  byId("workspace-name").textContent = space.name;
  if (space.inputs_ok) {
    fillFacts(space);
    fillForm(space);
  }
  byId("go").disabled = !space.inputs_ok;
  byId("space-problems").replaceChildren(
    ...problems("bad", "cannot be planned yet", space.errors),
    ...problems("warn", "worth knowing", space.warnings),
  );
}

function fillFacts(space) {
  const facts = [
    ["Agents", whole(space.n_agents)],
    ["Sites", whole(space.n_sites)],
    ["Shifts to choose from", whole(space.n_shifts)],
    ["Grid", `${space.interval_minutes} min`],
    ["Clock", space.zone],
    ["History", days(space.history_from, space.history_to)],
  ];
  byId("facts").replaceChildren(...facts.map(([name, value]) => {
    const pair = element("div");
    pair.append(element("dt", name), element("dd", value));
    return pair;
  }));
  byId("facts").hidden = false;
  byId("queues").replaceChildren(...space.queues.map(queue));
  byId("queues").hidden = false;
}

function queue(one) {
  const item = element("li");
  item.append(
    element("strong", one.title),
    element("span", one.channel, "kind"),
    element("span", one.promise, "promise"),
  );
  return item;
}

function fillForm(space) {
  byId("week").value ||= space.first_day;
  byId("weeks").value ||= space.weeks;
  byId("limit").value ||= space.time_limit_s;
  byId("seed").value ||= space.seed;
  byId("week-hint").textContent = `Planned by default: ${days(space.first_day, space.last_day)}.`;
}

function problems(kind, title, found) {
  if (!found.length) return [];
  const lines = found.map(problemLine);
  if (kind === "bad") return [notice(kind, `${count(found)} ${title}`, lines)];
  const folded = element("details", "", `notice ${kind}`);
  const list = element("ul");
  list.append(...lines.map((line) => element("li", line)));
  folded.append(element("summary", `${count(found)} ${title}`), list);
  return [folded];
}

const count = (found) => (found.length === 1 ? "1 thing" : `${found.length} things`);
