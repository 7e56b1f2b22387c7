// Leaving a page with a draft: the form is sent once however often the button is pressed, not while an
// earlier save is unanswered, and nobody leaves unsaved words without being asked.

const PATIENCE = 15_000;

export class Leaving {
  #draft;
  #status;
  #sent = null; // the save that the form was sent as

  constructor(draft, status) {
    this.#draft = draft;
    this.#status = status;
    this.going = false;
    draft.form.addEventListener("submit", (event) => this.#submit(event));
    window.addEventListener("beforeunload", (event) => this.#ask(event));
    window.addEventListener("pageshow", (event) => this.#shownAgain(event));
  }

  go() {
    this.going = true;
  }

  // The page is still here after its form was sent or a link was followed.
  stay() {
    if (!this.going) return;
    this.going = false;
    this.#disableButtons(false);
    if (this.#sent) this.#draft.expect(this.#sent);
    this.#sent = null;
  }

  async #submit(event) {
    if (!this.going && !this.#draft.waiting && navigator.onLine) {
      this.#sendPage();
      return;
    }
    event.preventDefault();
    if (!this.going) await this.#submitLater(event.submitter);
  }

  #sendPage() {
    this.#draft.leave();
    this.#sent = this.#draft.asSave();
    // Only now: a disabled button's own name and value would not be sent.
    setTimeout(() => this.#disableButtons(true));
    setTimeout(() => this.stay(), PATIENCE);
  }

  async #submitLater(submitter) {
    await this.#draft.settle();
    if (this.#draft.waiting || !navigator.onLine) this.#status.show();
    else this.#draft.form.requestSubmit(submitter);
  }

  #disableButtons(disabled) {
    for (const button of this.#draft.form.querySelectorAll("button[type=submit]")) {
      if (disabled) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  #ask(event) {
    if (!this.going && this.#draft.unsaved()) event.preventDefault();
  }

  // Back from the browser's memory with the token of an older revision: it is loaded anew.
  #shownAgain(event) {
    if (event.persisted && this.going) window.location.reload();
  }
}
