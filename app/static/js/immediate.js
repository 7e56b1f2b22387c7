// An answer that calls for action at once: the banner lands where the page keeps a place for it, and
// one marked data-full-screen is shown over everything until it has been read.

export function start() {
  showFullScreen(document.querySelector("[data-immediate] [data-full-screen]"));
  return [];
}

// While an answer has not reached the service, the page says itself what it always says of such answers.
export function showUnsent(form) {
  const place = document.querySelector("[data-immediate]");
  const unsent = document.querySelector("template[data-immediate-unsent]");
  if (!place || !unsent) return;
  if (!calls(form, JSON.parse(unsent.dataset.immediateUnsent))) hideUnsent();
  else if (!place.childElementCount) {
    place.append(unsent.content.cloneNode(true));
    place.dataset.unsent = "";
    showFullScreen(place.querySelector("[data-full-screen]"));
  }
}

export function hideUnsent() {
  const place = document.querySelector("[data-immediate][data-unsent]");
  place?.replaceChildren();
  place?.removeAttribute("data-unsent");
}

// wanted: {name: [values]}, the answers of the page that call for action.
function calls(form, wanted) {
  const chosen = new FormData(form);
  return Object.entries(wanted).some(([name, values]) => chosen.getAll(name).some((value) => values.includes(value)));
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
