// Keeps a form's content with the service while it is being typed. One save is on its way at a time; a
// save whose outcome is unknown is sent again unchanged, with the same save id, before anything newer.

import { showConflicts } from "./conflicts.js";
import { contentAsServed, contentOf, differences, same } from "./form-content.js";
import { hideUnsent, showImmediate, showUnsent } from "./immediate.js";
import { Leaving } from "./leaving.js";
import { LocalCopy } from "./local-copy.js";
import { offerEarlier } from "./restore.js";
import { showAsked } from "./reveal.js";
import { SaveStatus } from "./save-status.js";
import { send } from "./sending.js";

const AFTER_TYPING = 1500;
const AFTER_CHOOSING = 200;
const AT_THE_LATEST = 15_000;
const SLOW = 3000;
const RETRIES = [2000, 5000, 10_000, 20_000, 40_000, 60_000];
const CHOICES = "input[type=radio], input[type=checkbox], select";

export function start() {
  return [...document.querySelectorAll("form[data-draft]")].map((form) => new Draft(form));
}

export class Draft {
  #status;
  #leaving;
  #copy = null;
  #saved; // the content that the service has
  #attempt = null; // the save that is not answered yet: {content, body}
  #sending = null;
  #timer = 0;
  #changedAt = 0; // when the oldest unsaved change was made
  #failures = 0;
  #stopped = false; // the service takes nothing more from this page
  #held = null; // content that the service refused: not sent again until it differs

  constructor(form) {
    this.form = form;
    this.#status = new SaveStatus(form);
    this.#leaving = new Leaving(this, this.#status);
    this.#saved = "unsaved" in form.dataset ? new Map() : contentAsServed(form);
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("change", (event) => this.changed(event.target));
    document.addEventListener("visibilitychange", () => this.save());
    window.addEventListener("pagehide", () => this.save());
    window.addEventListener("online", () => this.save());
    this.#open();
  }

  get waiting() {
    return this.#attempt !== null;
  }

  unsaved() {
    return this.waiting || !same(this.#saved, contentOf(this.form));
  }

  leave() {
    this.#clearTimer();
    this.#leaving.go();
  }

  // What the form holds now, as it would be sent.
  asSave(content = contentOf(this.form)) {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) {
      if (typeof value !== "string") body.delete(name);
    }
    body.set("intent", "autosave");
    return { content, body };
  }

  // A save that was sent in another way, as a page: whether it arrived is unknown, so it goes again.
  expect(save) {
    this.#attempt = save;
    this.#saveIn(AFTER_TYPING);
  }

  changed(control) {
    this.#leaving.stay();
    this.#keepCopy();
    if (this.#failures) showUnsent(this.form);
    if (this.waiting && this.#timer) return; // its retry is set already
    this.#saveIn(control.matches(CHOICES) ? AFTER_CHOOSING : AFTER_TYPING);
  }

  // Sends what is not saved, if anything; resolves when the service has answered or could not.
  async save() {
    this.#clearTimer();
    if (this.#sending) return this.#sending;
    if (this.#stopped || this.#leaving.going) return undefined;
    this.#attempt ??= this.#prepare();
    if (!this.#attempt) return undefined;
    this.#sending = this.#deliver().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  // Waits for the save that is on its way, then tries once more if something is left.
  async settle() {
    await this.#sending;
    if (this.unsaved()) await this.save();
  }

  async #open() {
    const { draftId, draftKey } = this.form.dataset;
    const copy = await LocalCopy.open(draftId, draftKey);
    const keep = () => {
      this.#copy = copy;
      return this.#keepCopy();
    };
    if (copy) await offerEarlier(this.form, copy, this.#status, keep);
    this.#copy = copy;
    if (this.unsaved()) this.changed(this.form);
  }

  // Resolves to whether a copy is on the device.
  async #keepCopy() {
    if (!this.#copy) return false;
    const changes = differences(this.#saved, contentOf(this.form));
    if (changes.length) return this.#copy.write({ changes }, this.#bookkeeping("save_id")?.value);
    this.#copy.remove();
    return false;
  }

  #clearTimer() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #saveIn(pause) {
    clearTimeout(this.#timer);
    this.#changedAt ||= Date.now();
    const latest = this.#changedAt + AT_THE_LATEST - Date.now();
    this.#timer = setTimeout(() => this.save(), Math.max(0, Math.min(pause, latest)));
  }

  #prepare() {
    const content = contentOf(this.form);
    const known = same(this.#saved, content);
    if (known) this.#changedAt = 0;
    if (known || (this.#held && same(this.#held, content))) return null;
    return this.asSave(content);
  }

  async #deliver() {
    const slow = setTimeout(() => showUnsent(this.form), SLOW);
    const { kind, answer, wait } = await send(this.form.dataset.autosaveUrl, this.#attempt.body);
    clearTimeout(slow);
    if (kind === "saved") this.#accept(answer);
    else if (kind === "unreachable" || kind === "busy") await this.#tryAgain(kind, wait);
    else await this.#refused(kind, answer);
    if ("immediate" in answer) showImmediate(answer.immediate);
    showAsked(this.form, answer);
  }

  #accept(answer) {
    this.#saved = this.#attempt.content;
    this.#attempt = this.#held = null;
    hideUnsent();
    this.#failures = this.#changedAt = 0;
    this.#renew(answer);
    this.#status.saved(answer.saved_at, showConflicts(this.form, answer.conflicts ?? []));
    this.#keepCopy();
    if (this.unsaved()) this.#saveIn(AFTER_TYPING);
  }

  async #tryAgain(kind, wait) {
    const pause = RETRIES[Math.min(this.#failures, RETRIES.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(() => this.save(), Math.max(pause, wait * 1000));
    showUnsent(this.form);
    this.#status.lost(kind, await this.#keepCopy());
  }

  async #refused(kind, answer) {
    showUnsent(this.form);
    const copied = await this.#keepCopy();
    if (kind !== "signed-out") {
      this.#held = this.#attempt.content;
      this.#attempt = null;
      this.#stopped = kind === "stale" || kind === "closed";
      this.#renew(answer);
    }
    if (kind === "conflict" || answer.conflicts) showConflicts(this.form, answer.conflicts ?? []);
    // To follow a link that the status offers is no accident, and with a copy nothing is lost.
    const links = this.#status.refused(kind, answer.message, copied);
    if (copied) links.forEach((link) => link.addEventListener("click", () => this.leave()));
  }

  // What goes out after this is another save, so it needs another id.
  #renew(answer) {
    const fresh = { page: answer.page, csrf_token: answer.csrf_token, save_id: answer.save_id || freshId() };
    for (const [name, value] of Object.entries(fresh)) {
      if (value && this.#bookkeeping(name)) this.#bookkeeping(name).value = value;
    }
  }

  #bookkeeping(name) {
    return this.form.querySelector(`input[type=hidden][name=${name}]`);
  }
}

// crypto.randomUUID is missing where the service is reached without HTTPS.
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
