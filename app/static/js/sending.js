// Sends one autosave and says in one word what became of it.

const PATIENCE = 20_000;
// Browsers refuse larger bodies that are to survive the page; the margin is for other requests.
const KEEPALIVE_LIMIT = 50_000;

const KINDS = { 400: "stale", 401: "signed-out", 403: "closed", 404: "closed", 409: "conflict", 413: "too-large" };

// {kind, answer, wait}: kind is saved, stale, signed-out, closed, conflict, too-large, refused,
// busy or unreachable; wait is how many seconds the service wants to be left alone, 0 where it says none.
export async function send(url, body) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: sizeOf(body) < KEEPALIVE_LIMIT,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { kind: kindOf(response), answer: await jsonOf(response), wait: waitOf(response) };
  } catch {
    return { kind: "unreachable", answer: {}, wait: 0 };
  }
}

function kindOf(response) {
  // The sign-in page of a proxy in front of us: a redirect, or a page instead of an answer.
  if (response.type === "opaqueredirect") return "signed-out";
  if (response.ok) return isJson(response) ? "saved" : "signed-out";
  if (response.status === 429 || response.status >= 500) return "busy";
  return KINDS[response.status] ?? "refused";
}

async function jsonOf(response) {
  return isJson(response) ? await response.json() : {};
}

function isJson(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/json");
}

function waitOf(response) {
  return Number(response.headers.get("Retry-After")) || 0;
}

function sizeOf(body) {
  let size = 0;
  const encoder = new TextEncoder();
  for (const [name, value] of body) size += encoder.encode(value).length + name.length + 150;
  return size;
}
