// A form is not sent while there is no connection: the browser would show a page of its own instead, and
// who goes back from that finds the form empty. A form with a draft sees to that itself.

const NOT_SENT =
  "Not sent: connection lost. What you typed is still on this page. Press the button again when the connection is back.";

export function holdForms() {
  document.addEventListener("submit", hold);
  window.addEventListener("online", () => {
    for (const notice of document.querySelectorAll("[data-not-sent]")) notice.remove();
  });
}

function hold(event) {
  const form = event.target;
  const theirs = event.defaultPrevented || "draft" in form.dataset || "signOut" in form.dataset;
  if (navigator.onLine || theirs || form.method !== "post") return;
  event.preventDefault();
  form.querySelector("[data-not-sent]")?.remove();
  const notice = document.createElement("p");
  notice.className = "govuk-error-message";
  notice.dataset.notSent = "";
  notice.setAttribute("role", "alert");
  notice.textContent = NOT_SENT;
  (event.submitter ?? form.lastElementChild).before(notice);
}
