// Words of an earlier visit that never reached the service: offered at the top of the form, put back or
// thrown away by the person, never silently.

import { inWords, missingFrom, putBack } from "./form-content.js";

// `copy` is the draft's place on this device, `keep` writes the form's present state there.
export async function offerEarlier(form, copy, status, keep) {
  const earlier = copy.beside("earlier");
  const { found, at } = await gather(copy, earlier);
  const changes = missingFrom(form, found);
  if (!changes.length) {
    earlier.remove();
    return;
  }
  const box = offer(inWords(form, changes), at);
  box.querySelector("[data-put-back]").addEventListener("click", async () => {
    putBack(form, changes);
    if (await keep()) earlier.remove();
    close(box, status);
  });
  box.querySelector("[data-discard]").addEventListener("click", () => {
    earlier.remove();
    close(box, status);
  });
  form.prepend(box);
  status.earlier();
}

// What two visits left behind, the later one winning name by name, moved to the place for it.
async function gather(copy, earlier) {
  const visits = [await earlier.read(), await copy.read()].filter(Boolean);
  const byName = new Map();
  for (const { changes } of visits) {
    for (const [name, values, before] of changes) {
      byName.set(name, [name, values, byName.get(name)?.[2] ?? before]);
    }
  }
  const found = [...byName.values()];
  if (visits.length) await earlier.write({ changes: found }, visits.at(-1).saveId);
  if (earlier.kept) copy.remove();
  return { found, at: visits.at(-1)?.at };
}

function close(box, status) {
  box.remove();
  status.show();
}

function offer(words, at) {
  const box = element("section", "wm-restore");
  const title = element("h2", "wm-restore__title", `What you typed on ${inLondon(at)} did not reach the service`);
  title.id = "restore-title";
  box.setAttribute("aria-labelledby", title.id);
  const count = words.length === 1 ? "1 answer is" : `${words.length} answers are`;
  const text = element("p", "govuk-body", `${count} kept on this device and not on this page. Nothing is put back unless you say so.`);
  const buttons = element("div", "govuk-button-group");
  buttons.append(button("Put back what you typed", "putBack"), button("Discard", "discard", "govuk-button--secondary"));
  box.append(title, text, list(words), buttons);
  return box;
}

function inLondon(at) {
  const day = new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "Europe/London" });
  const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
  return `${day} at ${time}`;
}

function list(words) {
  const details = element("details", "govuk-details");
  const summary = element("summary", "govuk-details__summary");
  summary.append(element("span", "govuk-details__summary-text", "Show what was typed"));
  const entries = element("dl", "govuk-details__text");
  for (const { label, text } of words) entries.append(element("dt", "", label), element("dd", "", text));
  details.append(summary, entries);
  return details;
}

function button(text, mark, kind = "") {
  const made = element("button", `govuk-button ${kind}`.trim(), text);
  made.type = "button";
  made.dataset[mark] = "";
  return made;
}

function element(name, classes, text = "") {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.textContent = text;
  return made;
}
