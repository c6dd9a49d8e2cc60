// The page: start a plan, watch it, stop it, read what it left.

import { byId, day } from "/static/format.js";
import { lines, offerRosters, openMend } from "/static/mend.js";
import { get, post } from "/static/service.js";
import { Run, showJobs } from "/static/run.js";
import { showWorkspace } from "/static/workspace.js";

const run = new Run(refreshJobs);

async function refreshJobs() {
  const { jobs } = await get("/api/v1/jobs");
  showJobs(jobs, run.job?.id, open);
  offerRosters(jobs);
  return jobs;
}

function open(job) {
  history.replaceState(null, "", `#${job.id}`);
  run.show(job);
}

function order() {
  const fields = new FormData(byId("start"));
  const asked = { changes: lines(fields.get("changes")) };
  if (fields.get("week")) asked.week = fields.get("week");
  if (fields.get("weeks")) asked.weeks = Number(fields.get("weeks"));
  if (fields.get("seed")) asked.seed = Number(fields.get("seed"));
  if (fields.get("limit")) asked.time_limit_s = Number(fields.get("limit"));
  return asked;
}

// One key for one press of the button, so that a double click or a retry starts one plan.
const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

async function send(path, asked, button, problem) {
  problem.hidden = true;
  button.disabled = true;
  try {
    const job = await post(path, await asked(), { "Idempotency-Key": newKey() });
    open(job);
    byId("run-title").focus({ preventScroll: true });
    byId("run").scrollIntoView({ block: "start", behavior: "smooth" });
    await refreshJobs();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  } finally {
    button.disabled = false;
  }
}

byId("start").addEventListener("submit", (event) => {
  event.preventDefault();
  send("/api/v1/jobs", order, byId("go"), byId("start-problem"));
});
openMend(send);

function sayWeeks() {
  const chosen = byId("week").value;
  const weeks = Number(byId("weeks").value || 1);
  const span = weeks > 1 ? `${weeks} weeks from the one` : "The week";
  byId("week-hint").textContent = chosen ? `${span} that holds ${day(chosen)}.` : "Any day of the first week to plan.";
}
for (const id of ["week", "weeks"]) byId(id).addEventListener("input", sayWeeks);

async function begin() {
  const jobs = await refreshJobs();
  const wanted = location.hash.slice(1);
  const job = jobs.find((one) => one.id === wanted) ?? jobs.find((one) => !one.finished) ?? jobs[0];
  if (job) run.show(job);
}

showWorkspace().then((space) => run.priceIn(space?.currency ?? ""));
begin().catch((error) => {
  byId("start-problem").textContent = error.message;
  byId("start-problem").hidden = false;
});
