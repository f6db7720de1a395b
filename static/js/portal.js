/** Starts the small modules that a page needs; every page works without them. */
import { startAutosave } from "./autosave.js";
import { startDays } from "./days.js";
import { startForms } from "./forms.js";
import { startPeople } from "./rows.js";
import { startRecognition } from "./recognise.js";
import { startSessionWarning } from "./session.js";
import { startTables } from "./tables.js";

function start(root) {
  startForms(root);
  startDays(root);
  startTables(root);
  startPeople(root);
  startRecognition(root);
  startAutosave(root);
}

/** On the phone the navigation is a strip: the present item comes into view. */
function showPlace() {
  const nav = document.querySelector(".nav-main");
  const here = nav?.querySelector("[aria-current]");
  if (here && nav.scrollWidth > nav.clientWidth) nav.scrollLeft = here.offsetLeft - nav.clientWidth / 3;
}

document.documentElement.dataset.script = "on";
start(document);
startSessionWarning();
showPlace();
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.target));
