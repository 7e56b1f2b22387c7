// From change to change on the comparison: two buttons, and the keys n and p, which listen only while
// the comparison itself has the focus (WCAG 2.1.4).
//
// <div role="region" tabindex="0" data-changes> with rows [data-change][tabindex="-1"]; buttons
// [data-change-next], [data-change-previous] in a [data-change-nav] that is hidden until this runs.

export function start() {
  const region = document.querySelector("[data-changes]");
  region.addEventListener("keydown", (event) => onKey(region, event));
  for (const bar of document.querySelectorAll("[data-change-nav]")) bar.hidden = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-change-next]")) go(region, 1);
    if (event.target.closest("[data-change-previous]")) go(region, -1);
  });
  return [];
}

function onKey(region, event) {
  const step = { n: 1, p: -1 }[event.key];
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (!step || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  go(region, step);
}

// From the row that has the focus, or the one a button of which was pressed, or last gone to.
function go(region, step) {
  const changes = [...region.querySelectorAll("[data-change]")].filter((row) => row.getClientRects().length);
  const here = changes.findIndex((row) => row.contains(document.activeElement) || row === region.lastChange);
  const next = here < 0 ? (step > 0 ? 0 : changes.length - 1) : here + step;
  const target = changes[Math.max(0, Math.min(next, changes.length - 1))];
  if (!target) return;
  region.lastChange = target;
  target.focus();
}
