// What the page asks of the service; a refusal becomes an Error with the problem's words.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const more = (body.errors ?? []).map((one) => one.message).filter((m) => !body.detail?.includes(m));
  const error = new Error([body.detail ?? `the service answered ${response.status}`, ...more].join("; "));
  error.status = response.status;
  throw error;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("the service does not answer; is it still running?");
  }
  return answer(response);
}

export const get = (path) => ask(path);

export const post = (path, body, headers = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

// Follow a job; the browser comes back by itself with the last event's number.
export function follow(job, handlers) {
  const stream = new EventSource(job.links.events);
  for (const [name, handle] of Object.entries(handlers)) {
    stream.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  }
  return stream;
}
