// An answer that calls for action at once: the banner lands where the page keeps a place for it, and
// one marked data-full-screen is shown over everything until it has been read.

export function start() {
  showFullScreen(document.querySelector("[data-immediate] [data-full-screen]"));
  return [];
}

// html: the banner as the service wrote it; empty takes it away.
export function showImmediate(html) {
  const place = document.querySelector("[data-immediate]");
  if (!place || place.dataset.shown === html) return;
  place.dataset.shown = html;
  place.innerHTML = html;
  showFullScreen(place.querySelector("[data-full-screen]"));
}

function showFullScreen(banner) {
  if (!banner) return;
  const screen = document.createElement("dialog");
  screen.className = "wm-danger-screen";
  const content = document.createElement("div");
  content.className = "wm-danger-screen__content";
  content.append(copyOf(banner), closeButton(screen));
  screen.append(content);
  screen.setAttribute("aria-labelledby", "danger-screen-title");
  screen.addEventListener("close", () => screen.remove());
  document.body.append(screen);
  screen.showModal();
  screen.querySelector("#danger-screen-title")?.focus();
}

function copyOf(banner) {
  const copy = banner.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
  copy.removeAttribute("aria-labelledby");
  copy.removeAttribute("data-full-screen");
  const title = copy.querySelector(".wm-danger__title");
  title?.setAttribute("id", "danger-screen-title");
  title?.setAttribute("tabindex", "-1");
  return copy;
}

function closeButton(screen) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--inverse";
  button.textContent = "I have read this: go back to the form";
  button.addEventListener("click", () => screen.close());
  return button;
}
