// Which questions are asked is the service's affair: each save says what is hidden and shown now. Only
// the box for reasons follows the answer by itself, so that it is there before the save is.

const WHEN = "[data-evidence-when]";

export function start() {
  for (const box of document.querySelectorAll(WHEN)) follow(box);
  document.addEventListener("change", (event) => {
    const question = event.target.closest("[data-question]");
    question?.querySelectorAll(WHEN).forEach(follow);
  });
  return [];
}

// answer: {hidden: [keys], shown: [keys]}, either of which may be missing.
export function showAsked(form, { hidden = [], shown = [] }) {
  for (const key of hidden) questionOf(form, key)?.toggleAttribute("hidden", true);
  for (const key of shown) questionOf(form, key)?.toggleAttribute("hidden", false);
}

function questionOf(form, key) {
  return form.querySelector(`[data-question="${CSS.escape(key)}"]`);
}

// A box in which something stands is never hidden: what was typed must stay in sight.
function follow(box) {
  const wanted = JSON.parse(box.dataset.evidenceWhen);
  box.hidden = !holdsWords(box) && !answersFor(box).some((answer) => wanted.includes(answer));
}

// The answer is what has a plain name; what is said about it is named "ANSWER:part".
function answersFor(box) {
  const controls = [...box.closest("[data-question]").querySelectorAll("input, select")];
  return controls
    .filter((control) => !box.contains(control) && !control.name.includes(":"))
    .filter((control) => control.checked || control.matches("select"))
    .map((control) => control.value);
}

function holdsWords(box) {
  return [...box.querySelectorAll("textarea, input[type=text]")].some((control) => control.value.trim());
}
