// Two people answered the same question: a notice beside the question, with the way to choose.

// conflicts: a list of {address, label, url, message, link}, the words of the link being optional;
// returns how many are shown.
export function showConflicts(form, conflicts) {
  for (const old of form.querySelectorAll("[data-conflict-notice]")) old.remove();
  for (const conflict of conflicts) place(form, conflict).prepend(notice(conflict));
  return conflicts.length;
}

function place(form, { address }) {
  const key = address.split("/")[0];
  return form.querySelector(`[data-question="${CSS.escape(key)}"]`) ?? form;
}

function notice({ label, url, message, link: words }) {
  const box = document.createElement("div");
  box.className = "wm-conflict-notice";
  box.dataset.conflictNotice = "";
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = url;
  link.textContent = words ? `${words}: ${label}` : `Choose one or write a combined answer: ${label}`;
  box.append(message || "Somebody else saved a different answer. Both are kept.", " ", link);
  return box;
}
