// The solve as two lines that close in on each other: best roster so far, proven bound.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const HEIGHT = 120;

export class Chart {
  constructor(svg) {
    this.svg = svg;
    this.clear();
  }

  clear() {
    this.points = [];
    this.svg.replaceChildren();
    this.svg.parentElement.hidden = true;
  }

  add(at, objective, bound) {
    if (objective == null) return;
    this.points.push({ at, objective, bound: Math.max(bound ?? 0, 0) });
    if (this.points.length > 600) this.points = this.points.filter((_, i) => i % 2 === 0);
    this.draw();
  }

  draw() {
    this.svg.parentElement.hidden = this.points.length < 2;
    const first = this.points[0].at;
    const span = Math.max(this.points.at(-1).at - first, 1);
    const top = Math.max(...this.points.map((p) => p.objective));
    const known = this.points.filter((p) => p.bound > 0);
    const all = [...known.map((p) => p.bound), ...this.points.map((p) => p.objective)];
    const low = known.length ? Math.min(...all) : top * 0.8;
    const room = Math.max(top - low, top * 0.02, 1);
    const x = (p) => ((p.at - first) / span) * WIDTH;
    const y = (value) => 6 + ((top - value) / room) * (HEIGHT - 14);
    const best = steps(this.points.map((p) => [x(p), y(p.objective)]));
    const floor = steps(known.map((p) => [x(p), y(p.bound)]));
    this.svg.replaceChildren(
      ...(known.length > 1 ? [path(between(this.points, known, x, y), "between")] : []),
      path(floor, "floor"),
      path(best, "best"),
    );
  }
}

function steps(points) {
  return points.map(([x, y], i) => (i ? `H${x.toFixed(1)}V${y.toFixed(1)}` : `M${x.toFixed(1)},${y.toFixed(1)}`)).join("");
}

function between(points, known, x, y) {
  const up = points.filter((p) => p.at >= known[0].at).map((p) => [x(p), y(p.objective)]);
  const back = known.map((p) => [x(p), y(p.bound)]).reverse();
  const line = back.map(([bx, by], i) => (i ? `V${by.toFixed(1)}H${bx.toFixed(1)}` : `L${bx.toFixed(1)},${by.toFixed(1)}`));
  return `${steps(up)}${line.join("")}Z`;
}

function path(d, className) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("d", d);
  made.setAttribute("class", className);
  return made;
}
