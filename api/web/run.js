// The card of one run: stages, the solve as it goes, and how it ended.

import { Chart } from "/static/chart.js";
import { byId, clock, day, days, elapsed, element, money, notice, problemLine, share, span } from "/static/format.js";
import { showResult, hideResult } from "/static/result.js";
import { follow, get, post } from "/static/service.js";

const WORDS = {
  queued: "waiting", running: "running", succeeded: "done", failed: "failed",
  cancelled: "stopped", timed_out: "out of time",
};

export class Run {
  constructor(onChange) {
    this.onChange = onChange;
    this.chart = new Chart(byId("chart"));
    this.stream = null;
    this.skew = 0;
    this.currency = "";
    byId("stop").addEventListener("click", () => this.stop());
    setInterval(() => this.tick(), 250);
  }

  priceIn(currency) {
    this.currency = currency;
    if (this.job) this.money(this.job.objective, this.job.bound);
  }

  show(job) {
    this.stream?.close();
    this.chart.clear();
    hideResult();
    byId("run").hidden = false;
    byId("solve").hidden = true;
    this.draw(job);
    for (const row of byId("jobs").rows) {
      row.toggleAttribute("aria-current", row.dataset.job === job.id);
    }
    this.stream = follow(job, {
      state: (event) => this.changed(event),
      progress: (event) => this.progressed(event),
      restarted: () => this.restarted(),
      cancelling: (event) => this.stopping(event),
      reset: () => this.refresh(),
    });
  }

  draw(job) {
    this.job = job;
    byId("run-what").textContent = what(job);
    this.badge(job.state);
    byId("stop").hidden = Boolean(job.finished);
    byId("stop").disabled = job.cancel_asked;
    for (const stage of job.stages) this.stage(stage.stage, stage.done);
    this.money(job.objective, job.bound);
    byId("line").textContent = sentence(job);
    byId("failure").replaceChildren(...failure(job));
    if (job.finished) this.ended();
    this.tick();
  }

  ended() {
    this.stream?.close();
    for (const item of byId("stages").children) item.classList.remove("now");
    if (!this.job.quality) return;
    for (const item of byId("stages").children) this.stage(item.dataset.stage, 1);
    showResult(this.job);
  }

  async refresh() {
    const { id } = this.job;
    const job = await get(this.job.links.self);
    if (this.job.id === id) this.draw(job);
    return job;
  }

  async changed({ state, at }) {
    this.skew = Date.now() - Date.parse(at);
    const isLast = state !== "queued" && state !== "running";
    if (this.job.finished) {
      if (isLast) this.stream.close(); // else the browser would come back for more, for ever
      return;
    }
    if (state === "queued") return;
    if (!isLast) {
      // not asked for anew: an answer could be older than the progress that follows this event
      this.job.started ??= at;
      this.badge(state);
      if (this.job.state === "queued") byId("line").textContent = "";
      this.job.state = state;
      await this.onChange();
      return;
    }
    await this.refresh();
    await this.onChange();
  }

  badge(state) {
    byId("run-state").textContent = WORDS[state];
    byId("run-state").className = `badge ${state}`;
  }

  progressed({ stage, done, text, objective, bound, at }) {
    if (this.job.finished) { // told again: the stages stand as they ended
      if (objective != null) this.chart.add(Date.parse(at), objective, bound);
      return;
    }
    this.stage(stage, done);
    this.skew = Date.now() - Date.parse(at);
    for (const item of byId("stages").children) {
      item.classList.toggle("now", item.dataset.stage === stage && done < 1);
    }
    if (text && !byId("stop").disabled) byId("line").textContent = text;
    if (objective == null) return;
    Object.assign(this.job, { objective, bound });
    this.money(objective, bound);
    this.chart.add(Date.parse(at), objective, bound);
  }

  stage(name, done) {
    const item = byId("stages").querySelector(`[data-stage="${CSS.escape(name)}"]`);
    const bar = item.querySelector(".bar");
    const percent = Math.round(done * 100);
    bar.firstElementChild.style.width = `${percent}%`;
    bar.setAttribute("aria-valuenow", percent);
  }

  money(objective, bound) {
    byId("solve").hidden = objective == null;
    const proven = bound > 0 ? bound : null;
    byId("objective").textContent = money(objective, this.currency);
    byId("bound").textContent = money(proven, this.currency);
    const gap = proven && objective > 0 ? (objective - proven) / objective : null;
    byId("gap").textContent = share(gap);
  }

  restarted() {
    this.chart.clear();
    if (this.job.finished) return; // told again of a run that has ended
    for (const item of byId("stages").children) this.stage(item.dataset.stage, 0);
    byId("line").textContent = "the planning process crashed; trying once more";
  }

  stopping({ has_roster: hasRoster }) {
    if (this.job.finished) return; // told again of a run that has ended
    byId("stop").disabled = true;
    byId("line").textContent = hasRoster ? "stopping, keeping the best roster so far" : "stopping";
  }

  async stop() {
    byId("stop").disabled = true;
    try {
      await post(`${this.job.links.self}/cancel`, {});
    } catch (error) {
      if (error.status !== 409) byId("line").textContent = error.message;
    }
  }

  tick() {
    if (!this.job?.started) return;
    const end = this.job.finished ? Date.parse(this.job.finished) : Date.now() - this.skew;
    byId("elapsed").textContent = elapsed((end - Date.parse(this.job.started)) / 1000);
  }
}

export function showJobs(jobs, shown, open) {
  byId("earlier").hidden = !jobs.length;
  byId("jobs").replaceChildren(...jobs.map((job) => {
    const row = element("tr");
    row.dataset.job = job.id;
    row.toggleAttribute("aria-current", job.id === shown);
    const link = element("a", what(job));
    link.href = `#${job.id}`;
    link.addEventListener("click", (event) => { event.preventDefault(); open(job); });
    const plan = element("td");
    plan.append(link);
    const outcome = element("td", WORDS[job.state] + (job.kept_best ? ", best kept" : ""));
    row.append(element("td", clock(job.created)), plan, outcome, element("td", share(job.gap)));
    return row;
  }));
}

function what({ request: { seed, time_limit_s: limit, changes, ...request }, replan }) {
  const parts = [span(request)];
  if (replan) return ["mended", ...parts, ...away(replan), ...changes].join(" · ");
  if (limit) parts.push(`${limit} s`);
  if (seed != null) parts.push(`seed ${seed}`);
  return [...parts, ...changes].join(" · ");
}

function away({ sick, edited }) {
  const found = sick.map((one) => {
    const [agent, span] = one.split("=");
    const [first, last] = span.split("..");
    return `${agent} away ${first === last ? day(first) : days(first, last)}`;
  });
  return edited ? ["an edited roster", ...found] : found;
}

function sentence(job) {
  if (job.state === "queued") {
    return job.position > 1 ? `${job.position - 1} before it in the queue` : "starts when the run before it has ended";
  }
  if (job.state === "cancelled") {
    return job.kept_best ? "Stopped; the best roster so far was kept." : "Stopped before there was a roster; nothing was kept.";
  }
  if (job.state === "succeeded") return praise(job);
  if (job.finished) return "";
  return job.stages.findLast((stage) => stage.text)?.text ?? "";
}

function praise(job) {
  if (job.quality === "optimal") return "Done: no roster can be cheaper under these rules.";
  if (job.gap == null) return "Done: the best found in its time; how much better one could be is not known.";
  return `Done: within ${share(job.gap)} of the best possible.`;
}

function failure({ error }) {
  if (!error) return [];
  const lines = [...error.problems.map(problemLine), ...error.reasons];
  if (lines.length === 1 && error.problems.length) return [notice("bad", lines[0])];
  return [notice("bad", lines.length > 1 ? `${lines.length} things stand in the way` : error.message, lines)];
}
