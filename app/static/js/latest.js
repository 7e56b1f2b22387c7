// A drawing over time that is wider than its window opens on the latest review, not on the first.
// <div role="region" tabindex="0" data-latest>

export function start() {
  for (const region of document.querySelectorAll("[data-latest]")) region.scrollLeft = region.scrollWidth;
  return [];
}
