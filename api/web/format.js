// Numbers, money, days and elements as the page shows them.

export const byId = (id) => document.getElementById(id);

export function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

export const whole = (value) =>
  value == null ? "–" : new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format(value);

// Short grids miss half hours and quarters; a sum of them must not look like none.
export const hours = (value) =>
  value == null ? "–" : new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(value);

// Never rounded up to 100 %: what is missing would not show.
export const share = (value, digits = 1) =>
  value == null ? "–" : new Intl.NumberFormat("en", {
    style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(value < 1 ? Math.min(value, 1 - 10 ** -(digits + 2)) : value).replace("%", "\u00a0%");

export function money(value, currency) {
  if (value == null) return "–";
  if (!currency) return whole(value);
  try {
    return new Intl.NumberFormat("en", {
      style: "currency", currency, maximumFractionDigits: 0 }).format(value);
  } catch {
    return `${whole(value)} ${currency}`;
  }
}

export function day(text) {
  const [year, month, date] = text.split("-").map(Number);
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
  }).format(Date.UTC(year, month - 1, date));
}

export function days(first, last) {
  const year = first.slice(0, 4) === last.slice(0, 4);
  return `${year ? day(first).slice(0, -5) : day(first)} – ${day(last)}`;
}

// The weeks of an order; what it leaves out is as the workspace says.
export function span({ week, weeks }) {
  const of = weeks > 1 ? `${weeks} weeks from` : "week of";
  return week ? `${of} ${day(week)}` : weeks > 1 ? `${weeks} weeks of the workspace` : "the week of the workspace";
}

export const clock = (text) =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" })
    .format(new Date(text));

export function elapsed(seconds) {
  const rounded = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(rounded / 60);
  return minutes ? `${minutes} min ${rounded % 60} s` : `${rounded} s`;
}

export function problemLine(one) {
  const row = one.row ? ` line ${one.row}` : "";
  return one.file ? `${one.file}${row}: ${one.message}` : one.message;
}

// A line that begins with a name and a colon; a name of another direction stays apart.
export function named(text) {
  const [name, ...rest] = text.split(": ");
  const line = document.createDocumentFragment();
  line.append(element("bdi", name), ["", ...rest].join(": "));
  return line;
}

export function notice(kind, title, lines = []) {
  const box = element("div", "", `notice ${kind}`);
  box.append(element("p", title));
  if (lines.length) {
    const list = element("ul");
    for (const line of lines) {
      const item = element("li");
      item.append(line);
      list.append(item);
    }
    box.append(list);
  }
  return box;
}
