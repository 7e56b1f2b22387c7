// Loaded by every page: fetches the script of what the page holds, and clears this device of copies.
// Everything works without it; scripts only help.

import { forgetAcknowledged, forgetAll, forgetOld } from "./local-copy.js";
import { holdForms } from "./offline.js";

const PARTS = [
  ["form[data-draft]", "./draft.js"],
  ["[data-rows]", "./rows.js"],
  ["[data-evidence-when]", "./reveal.js"],
  [".wm-save-bar", "./save-bar.js"],
  ["[data-changes]", "./keys.js"],
  ["[data-latest]", "./latest.js"],
  ["form[data-list], form[data-markdown-url]", "./editor.js"],
  ["[data-immediate] [data-full-screen]", "./immediate.js"],
];

const PAUSE = 5000;
const INCOMPLETE =
  "What you type is not saved by itself yet: part of this page did not arrive. It is asked for again. You can save with the button.";

const drafts = [];

async function start() {
  holdForms();
  forgetOld();
  forgetAcknowledged(
    [...document.querySelectorAll("[data-acknowledged]")].map((mark) => mark.dataset.acknowledged),
  );
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", signOut);
  }
  const wanted = PARTS.filter(([mark]) => document.querySelector(mark));
  const parts = await Promise.all(wanted.map(([, script]) => fetched(script)));
  for (const part of parts) drafts.push(...part.start());
}

// Where the connection is lost before a script is here, the page says so and goes on asking for it.
async function fetched(script) {
  const places = [...document.querySelectorAll("[data-save-status]")];
  const before = places.map((place) => place.textContent);
  for (;;) {
    try {
      const part = await import(script);
      places.forEach((place, at) => place.textContent === INCOMPLETE && (place.textContent = before[at]));
      return part;
    } catch {
      for (const place of places) place.textContent = INCOMPLETE;
      await reachable();
    }
  }
}

function reachable() {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE);
    window.addEventListener("online", resolve, { once: true });
  });
}

// Phones are shared: nothing of a draft stays on the device after signing out. So what is not saved
// yet is saved first, and if that fails the person decides.
async function signOut(event) {
  const form = event.currentTarget;
  if (!drafts.some((draft) => draft.unsaved())) {
    forgetAll();
    return;
  }
  event.preventDefault();
  await Promise.all(drafts.map((draft) => draft.settle()));
  const lost = drafts.some((draft) => draft.unsaved());
  if (lost && !window.confirm("What you typed has not reached the service. Sign out and lose it?")) return;
  for (const draft of drafts) draft.leave();
  forgetAll();
  form.submit();
}

start();
