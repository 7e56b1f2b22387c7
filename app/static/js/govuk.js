// Starts the components of GOV.UK Frontend. Apart from our own scripts, so that neither needs the other.

import { initAll } from "../vendor/govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
