// Loaded by every page: fetches the script of what the page holds, and clears this device of copies.
// Everything works without it; scripts only help.

import { forgetAcknowledged, forgetAll, forgetOld } from "./local-copy.js";

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

const drafts = [];

async function start() {
  forgetOld();
  forgetAcknowledged(
    [...document.querySelectorAll("[data-acknowledged]")].map((mark) => mark.dataset.acknowledged),
  );
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", signOut);
  }
  const wanted = PARTS.filter(([mark]) => document.querySelector(mark));
  const parts = await Promise.all(wanted.map(([, script]) => import(script)));
  for (const part of parts) drafts.push(...part.start());
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
