// Repeating rows: adds one from the group's template, takes one away and lets it be put back.
// Without a script the same buttons post the form and the service does it.
//
// <div data-rows="ADDRESS"> <fieldset data-row="ID">… <template data-row-template>… <button data-row-add>

export function start() {
  document.addEventListener("click", onClick);
  return [];
}

// [[address, [row ids]], …] of the rows that will be sent.
export function rowsIn(form) {
  return [...form.querySelectorAll("[data-rows]")].map((group) => [
    group.dataset.rows,
    rowsOf(group).map((row) => row.dataset.row),
  ]);
}

// Makes the rows of a group those of `ids`; of the others only those in `before` go, because
// somebody else may have added the rest.
export function setRows(form, address, ids, before) {
  const group = form.querySelector(`[data-rows="${CSS.escape(address)}"]`);
  if (!group) return;
  const present = rowsOf(group);
  for (const row of present) {
    if (before.includes(row.dataset.row) && !ids.includes(row.dataset.row)) takeAway(row);
  }
  for (const id of ids) {
    if (!present.some((row) => row.dataset.row === id)) addRow(group, id);
  }
}

function onClick(event) {
  const button = event.target.closest("[data-row-add], [data-row-remove], [data-row-put-back]");
  const group = button?.closest("[data-rows]");
  if (!group) return;
  event.preventDefault();
  if (button.matches("[data-row-add]")) focusFirst(addRow(group, freshId()));
  else if (button.matches("[data-row-remove]")) takeAway(button.closest("[data-row]"))?.focus();
  else focusFirst(bringBack(button.closest("[data-row-removed]")));
  group.dispatchEvent(new Event("change", { bubbles: true }));
}

function addRow(group, id) {
  const template = group.querySelector("template[data-row-template]");
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__row__", id);
  const row = holder.content.querySelector("[data-row]");
  const last = [...group.querySelectorAll("[data-row], [data-row-removed]")].at(-1);
  if (last) last.after(row);
  else template.before(row);
  number(group);
  return row;
}

// A removed row stays in the page, switched off, until the page is left: removing must be undoable.
function takeAway(row) {
  const note = document.createElement("p");
  note.className = "wm-row-removed";
  note.dataset.rowRemoved = row.dataset.row;
  note.textContent = `${titleOf(row)} will be removed. `;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "wm-link-button";
  button.dataset.rowPutBack = "";
  button.textContent = "Put it back";
  note.append(button);
  row.after(note);
  row.disabled = true;
  row.hidden = true;
  number(row.closest("[data-rows]"));
  return button;
}

function bringBack(note) {
  const row = note.previousElementSibling;
  note.remove();
  row.disabled = false;
  row.hidden = false;
  number(row.closest("[data-rows]"));
  return row;
}

function rowsOf(group) {
  return [...group.querySelectorAll("[data-row]")].filter((row) => !row.disabled);
}

function titleOf(row) {
  return row.querySelector("legend")?.textContent.trim() || "The row";
}

function number(group) {
  rowsOf(group).forEach((row, place) => {
    const shown = row.querySelector("[data-row-number]");
    if (shown) shown.textContent = String(place + 1);
  });
}

function focusFirst(row) {
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
