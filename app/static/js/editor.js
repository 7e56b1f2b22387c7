// The editor of toolkits: units dragged with a mouse, and Markdown shown as it will be while it is typed.
// Both are extras: buttons move units as well, and "Preview the texts" shows the same without a script.
//
// form[data-list] holds .wm-units[data-into] with li[data-unit]; form[data-markdown-url] holds
// [data-markdown] with a textarea and a [data-markdown-shown] that is hidden while there is nothing.

const AFTER_TYPING = 500;

export function start() {
  for (const form of document.querySelectorAll("form[data-list]")) new Dragging(form);
  for (const form of document.querySelectorAll("form[data-markdown-url]")) watchMarkdown(form);
  return [];
}

class Dragging {
  #form;
  #dragged = null;
  #mark = null; // {element, name, place}

  constructor(form) {
    this.#form = form;
    for (const unit of form.querySelectorAll("li[data-unit]")) this.#addGrip(unit);
    form.addEventListener("dragstart", (event) => this.#start(event));
    form.addEventListener("dragover", (event) => this.#over(event));
    form.addEventListener("drop", (event) => this.#drop(event));
    form.addEventListener("dragend", () => this.#end());
  }

  // Only the grip is dragged, so that words can still be selected. Nobody needs it to be read out.
  #addGrip(unit) {
    const grip = document.createElement("span");
    grip.className = "wm-grip";
    grip.draggable = true;
    grip.ariaHidden = "true";
    grip.title = "Drag to another place";
    grip.textContent = "⠿";
    unit.querySelector(".wm-unit__head").prepend(grip);
  }

  #start(event) {
    const unit = event.target.closest?.(".wm-grip")?.closest("li[data-unit]");
    if (!unit) return;
    this.#dragged = unit;
    unit.classList.add("wm-unit--dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", unit.dataset.unit);
    event.dataTransfer.setDragImage(unit, 10, 10);
  }

  #over(event) {
    if (!this.#dragged) return;
    const mark = this.#markAt(event);
    this.#unmark();
    if (!mark) return;
    event.preventDefault();
    this.#mark = mark;
    mark.element.classList.add(mark.name);
  }

  // Before or after the unit under the pointer; at the end of a list where it is beside its units.
  #markAt(event) {
    const unit = event.target.closest("li[data-unit]");
    const list = event.target.closest("[data-into]");
    const beside = list && !(unit && list.contains(unit));
    const holder = beside ? list : unit;
    if (!holder || this.#dragged.contains(holder) || !holder.closest("[data-into]")) return null;
    return beside ? this.#into(list) : this.#nextTo(unit, event.clientY);
  }

  #into(list) {
    return { element: list, name: "wm-units--into", place: `into ${list.dataset.into}` };
  }

  #nextTo(unit, pointer) {
    const { top, height } = unit.querySelector(".wm-unit__head").getBoundingClientRect();
    const side = pointer < top + height / 2 ? "before" : "after";
    return { element: unit, name: `wm-unit--${side}`, place: `${side} ${unit.dataset.unit}` };
  }

  #drop(event) {
    if (!this.#dragged || !this.#mark) return;
    event.preventDefault();
    this.#send({ do: "put", unit: this.#dragged.dataset.unit, place: this.#mark.place });
  }

  #end() {
    this.#dragged?.classList.remove("wm-unit--dragged");
    this.#dragged = null;
    this.#unmark();
  }

  #unmark() {
    this.#mark?.element.classList.remove(this.#mark.name);
    this.#mark = null;
  }

  #send(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      this.#form.append(input);
    }
    this.#form.submit();
  }
}

function watchMarkdown(form) {
  for (const group of form.querySelectorAll("[data-markdown]")) {
    const typed = group.querySelector("textarea");
    let timer = 0;
    let asked = 0;
    const show = async () => {
      const number = (asked += 1);
      const html = await rendered(form, typed.value);
      if (html !== null && number === asked) put(group, html);
    };
    typed.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, AFTER_TYPING);
    });
    if (typed.value.trim()) show();
  }
}

// The service renders it, as it does for practitioners, and takes out whatever could do harm.
async function rendered(form, text) {
  const body = new FormData();
  body.set("text", text);
  body.set("csrf_token", form.querySelector("[name=csrf_token]").value);
  try {
    const response = await fetch(form.dataset.markdownUrl, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    return response.ok ? (await response.json()).html : null;
  } catch {
    return null;
  }
}

function put(group, html) {
  const shown = group.querySelector("[data-markdown-shown]");
  shown.hidden = !html;
  shown.querySelector("[data-markdown-text]").innerHTML = html;
}
