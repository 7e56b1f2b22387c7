// The bar that stays in sight covers no control that somebody has tabbed to. Browsers keep a control in
// view, clear of the bar, only when none of it was visible before. After a click nothing may move.

const MARGIN = 10;

export function start() {
  const bar = document.querySelector(".wm-save-bar");
  document.addEventListener("keyup", (event) => {
    if (event.key === "Tab" && getComputedStyle(bar).position === "sticky") uncover(document.activeElement, bar);
  });
  return [];
}

function uncover(control, bar) {
  if (!bar.parentElement.contains(control) || bar.contains(control)) return;
  const { top, bottom } = control.getBoundingClientRect();
  const covered = bottom + MARGIN - bar.getBoundingClientRect().top;
  if (covered > 0) window.scrollBy(0, Math.min(covered, top - MARGIN));
}
