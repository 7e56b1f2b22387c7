// What a form holds, as names with their values; what differs between two such readings; putting values
// back. Hidden inputs are the service's bookkeeping (page token, save id, row ids) and no content.

import { rowsIn, setRows } from "./rows.js";

const ROWS = "rows ";

// A Map from name to the list of its values; the rows of a repeating group stand under "rows ADDRESS".
export function contentOf(form) {
  const content = new Map();
  const bookkeeping = new Set([...form.querySelectorAll("input[type=hidden]")].map((input) => input.name));
  for (const [name, value] of new FormData(form)) {
    if (bookkeeping.has(name) || typeof value !== "string") continue;
    content.set(name, [...(content.get(name) ?? []), value]);
  }
  for (const [address, ids] of rowsIn(form)) content.set(ROWS + address, ids);
  return content;
}

// What the service wrote into the page, whatever has been typed since it arrived.
export function contentAsServed(form) {
  const served = new DOMParser().parseFromString(form.outerHTML, "text/html");
  return contentOf(served.querySelector("form"));
}

// A list of [name, values now, values before].
export function differences(before, now) {
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names]
    .map((name) => [name, now.get(name) ?? [], before.get(name) ?? []])
    .filter(([, values, earlier]) => JSON.stringify(values) !== JSON.stringify(earlier));
}

export function same(before, now) {
  return differences(before, now).length === 0;
}

// The changes that the form does not show already; line ends and outer spaces do not count.
export function missingFrom(form, changes) {
  const now = contentOf(form);
  return changes.filter(([name, values]) => plain(values) !== plain(now.get(name) ?? []));
}

export function putBack(form, changes) {
  for (const [name, values, before] of changes) {
    if (name.startsWith(ROWS)) setRows(form, name.slice(ROWS.length), values, before);
  }
  for (const [name, values] of changes) {
    controls(form, name).forEach((control, place) => setControl(control, values, place));
  }
  // GOV.UK's checkboxes and radios then show what belongs to the ticked ones.
  window.dispatchEvent(new Event("pageshow"));
}

// What a person would call each change: a list of {label, text}.
export function inWords(form, changes) {
  return changes.map(([name, values]) => ({ label: labelOf(form, name), text: textOf(form, name, values) }));
}

function plain(values) {
  return JSON.stringify(values.map((value) => value.replace(/\r\n/g, "\n").trim()).filter(Boolean));
}

function controls(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
}

function isChoice(control) {
  return control.type === "radio" || control.type === "checkbox";
}

function setControl(control, values, place) {
  if (isChoice(control)) {
    control.checked = values.includes(control.value);
  } else if (control.multiple) {
    for (const option of control.options) option.selected = values.includes(option.value);
  } else {
    control.value = values[place] ?? "";
  }
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

function labelOf(form, name) {
  const control = controls(form, name)[0];
  const question = control?.closest("[data-question]")?.querySelector(".wm-question__title, legend, label");
  const own = control && !isChoice(control) ? control.labels?.[0] : null;
  const parts = [question, own].filter(Boolean).map((element) => element.textContent.trim());
  return [...new Set(parts)].join(": ") || "A row of this page";
}

function textOf(form, name, values) {
  if (name.startsWith(ROWS)) return `${values.length} ${values.length === 1 ? "row" : "rows"}`;
  const choices = controls(form, name).filter((control) => isChoice(control) && values.includes(control.value));
  const words = choices.map((control) => control.labels?.[0]?.textContent.trim() ?? control.value);
  return (words.length ? words : values).join("\n") || "Nothing (it was cleared)";
}
