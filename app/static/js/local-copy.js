// What a browser keeps of a draft until the service has it: encrypted with a key that only the page
// holds, under the draft's id. Where the browser cannot encrypt, nothing is kept.

const PREFIX = "waymark.draft.";
const A_MONTH = 30 * 24 * 60 * 60 * 1000;

export class LocalCopy {
  #name;
  #key;
  #next = null;
  #writing = null;

  constructor(id, key) {
    this.#name = PREFIX + id;
    this.#key = key;
    this.kept = false;
  }

  // The copy of a draft, or null where this browser cannot keep one safely.
  static async open(id, base64) {
    if (!id || !base64 || !globalThis.crypto?.subtle || !storage()) return null;
    const bytes = bytesOf(base64);
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new LocalCopy(id, key);
  }

  // A second place under the same draft, for what an earlier visit left behind.
  beside(name) {
    return new LocalCopy(`${this.#name.slice(PREFIX.length)}:${name}`, this.#key);
  }

  // Keeps `content` (plain JSON); calls that arrive while one is being encrypted collapse into the last.
  async write(content, saveId) {
    this.#next = { content, saveId };
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
    return this.kept;
  }

  async read() {
    try {
      const record = recordUnder(this.#name);
      if (!record.data) return null;
      const plain = await crypto.subtle.decrypt(this.#settings(bytesOf(record.iv)), this.#key, bytesOf(record.data));
      return { ...JSON.parse(new TextDecoder().decode(plain)), at: record.at, saveId: record.saveId };
    } catch {
      // Another key or a damaged record: it can never be read again, so it need not stay.
      this.remove();
      return null;
    }
  }

  remove() {
    this.#next = null;
    this.kept = false;
    storage()?.removeItem(this.#name);
  }

  async #writeAll() {
    while (this.#next) {
      const turn = this.#next;
      const record = await this.#sealed(turn);
      if (this.#next === null) return;
      this.kept = stored(this.#name, record);
      if (this.#next === turn) this.#next = null;
    }
  }

  async #sealed({ content, saveId }) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const data = await crypto.subtle.encrypt(this.#settings(iv), this.#key, plain);
    return JSON.stringify({ at: Date.now(), saveId, iv: base64Of(iv), data: base64Of(new Uint8Array(data)) });
  }

  #settings(iv) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(this.#name) };
  }
}

export function forgetAll() {
  for (const name of names()) storage().removeItem(name);
}

// The service says which saves it has; their copies are no longer needed.
export function forgetAcknowledged(saveIds) {
  forgetWhere((record) => saveIds.includes(record.saveId));
}

export function forgetOld() {
  forgetWhere((record) => Date.now() - record.at > A_MONTH);
}

function forgetWhere(test) {
  for (const name of names()) {
    if (test(recordUnder(name))) storage().removeItem(name);
  }
}

// A damaged record counts as old.
function recordUnder(name) {
  try {
    return JSON.parse(storage().getItem(name)) ?? { at: 0 };
  } catch {
    return { at: 0 };
  }
}

function names() {
  return Object.keys(storage() ?? {}).filter((name) => name.startsWith(PREFIX));
}

// Some browsers forbid storage altogether and throw on the mere mention of it.
function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

function stored(name, record) {
  try {
    storage().setItem(name, record);
    return true;
  } catch {
    return false;
  }
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function base64Of(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
