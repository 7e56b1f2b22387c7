// The one sentence that says where what was typed is. It changes only when there is something new to
// say, because screen readers read it out.

const COPY = "A copy is on this device.";

const REFUSALS = {
  "signed-out": (message, copied) => ({
    text: message || sentence("You were signed out.", signedOut(copied), "Sign in as the same person to continue."),
    link: { text: "Sign in", address: signInAddress() },
  }),
  stale: (message, copied) => ({
    text: sentence("Not saved to the service: this page is out of date.", copied && COPY),
    link: { text: "Load the page again", address: window.location.href },
  }),
  conflict: (message, copied) => ({
    text: message
      ? sentence("Not saved to the service.", message, copied && COPY)
      : "Not saved: somebody else changed the same answers. Both are kept. Choose between them.",
  }),
  "too-large": (message, copied) => ({
    text: sentence("Not saved to the service: there is more text than can be sent at once.", copied && COPY, "Shorten it, or put part of it in a note."),
  }),
  refused: (message, copied) => ({
    text: sentence("Not saved to the service.", message || "This form can no longer be changed.", copied && COPY),
  }),
};

export class SaveStatus {
  #places;
  #main;

  constructor(form) {
    this.#places = [...document.querySelectorAll("[data-save-status]")];
    this.#main = form.querySelector("[data-save-status]") ?? this.#places[0];
  }

  saved(time, conflicts) {
    const what = conflicts === 1 ? "1 answer" : `${conflicts} answers`;
    if (!conflicts) this.#say("saved", `Saved at ${time}.`);
    else this.#say("held", `Saved at ${time}. Somebody else changed ${what} too: both are kept. Choose between them.`);
  }

  // Why a save did not arrive: unreachable or busy.
  lost(kind, copied) {
    const why = kind === "busy" ? "the service is not answering and will be tried again" : "connection lost";
    this.#say("lost", sentence(`Not saved to the service: ${why}.`, copied && COPY, "Keep this page open."));
  }

  // Why the service did not take a save; returns the links offered.
  refused(kind, message, copied) {
    const { text, link } = (REFUSALS[kind] ?? REFUSALS.refused)(message, copied);
    return this.#say(kind === "signed-out" ? kind : "held", text, link);
  }

  earlier() {
    this.#say("held", "Something you typed earlier did not reach the service. You can put it back: see the top of this form.");
  }

  show() {
    this.#main?.setAttribute("tabindex", "-1");
    this.#main?.focus();
  }

  // Returns the links that were offered, one in each place.
  #say(state, text, link) {
    return this.#places.map((place) => {
      place.dataset.state = state;
      if (place.firstChild?.textContent === text && !link === !place.querySelector("a")) return place.querySelector("a");
      place.replaceChildren(text);
      return link ? withLink(place, link) : null;
    }).filter(Boolean);
  }
}

function withLink(place, { text, address }) {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = address;
  link.textContent = text;
  place.append(" ", link);
  return link;
}

function signedOut(copied) {
  return copied ? "What you typed has been kept." : "What you typed is only on this page: keep it open.";
}

function signInAddress() {
  const here = window.location.pathname + window.location.search;
  return `/sign-in?next=${encodeURIComponent(here)}`;
}

function sentence(...parts) {
  return parts.filter(Boolean).join(" ");
}
