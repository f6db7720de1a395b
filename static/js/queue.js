/** The queue: cases open beside the list without a new page; keys work while the list has the focus. */
const SWITCH = "queue-letter-keys";
const wide = window.matchMedia("(min-width: 992px)");
let asked = null;

const lettersOn = () => window.localStorage.getItem(SWITCH) !== "off";

/** Shows a case in the right side; whatever the server answers otherwise is opened as a page. */
async function show(queue, link) {
  asked?.abort();
  asked = new AbortController();
  queue.querySelectorAll("[data-queue-rows] li").forEach((row) => {
    const here = row.contains(link);
    row.classList.toggle("here", here);
    const mark = row.querySelector("a");
    if (here) mark.setAttribute("aria-current", "true");
    else mark.removeAttribute("aria-current");
  });
  const pane = queue.querySelector("[data-queue-case]");
  pane.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, signal: asked.signal });
    if (!answer.ok || answer.redirected) return window.location.assign(link.href);
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-queue-case]");
    pane.replaceWith(document.adoptNode(made));
    window.history.replaceState(null, "", link.href);
    window.scrollTo({ top: 0 });
    document.dispatchEvent(new CustomEvent("htmx:afterSwap", { detail: { target: made } }));
  } catch (fault) {
    if (fault.name !== "AbortError") window.location.assign(link.href);
  }
}

function step(queue, from, way) {
  const links = [...queue.querySelectorAll("[data-queue-rows] a")];
  const here = from.closest("li")?.querySelector("a") ?? queue.querySelector("[data-queue-rows] [aria-current]");
  const next = links[links.indexOf(here) + way];
  if (!next) return;
  next.focus();
  if (next.getAttribute("aria-current") !== "true") show(queue, next);
}

/** What each letter does; every one of them has a button or a link that does the same. */
const LETTERS = {
  a: (queue) => queue.querySelector("[data-queue-approve]")?.focus(),
  t: (queue) => queue.querySelector("#id_opinion")?.focus(),
  d: (queue) => queue.querySelector("#queue-differences")?.focus(),
  l: (queue) => queue.querySelector("[data-queue-claim]")?.click(),
  x: (queue, from) => from.closest("li")?.querySelector("input")?.click(),
  h: (queue) => {
    const help = queue.querySelector("[data-queue-keys] details");
    help.open = true;
    help.querySelector("summary").focus();
  },
};

function onKey(queue, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const inList = event.target.closest("[data-queue-rows]");
  if (event.key === "Escape" && event.target.closest("[data-queue-case]")) {
    queue.querySelector("[data-queue-rows] [aria-current]")?.focus();
  } else if (inList && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(queue, event.target, event.key === "ArrowDown" ? 1 : -1);
  } else if (inList && lettersOn() && !event.shiftKey && LETTERS[event.key.toLowerCase()]) {
    event.preventDefault();
    LETTERS[event.key.toLowerCase()](queue, event.target);
  }
}

function startQueue(queue) {
  const help = queue.querySelector("[data-queue-keys]");
  const letters = queue.querySelector("[data-queue-switch]");
  help.hidden = false;
  letters.checked = lettersOn();
  letters.addEventListener("change", () => window.localStorage.setItem(SWITCH, letters.checked ? "on" : "off"));
  queue.addEventListener("keydown", (event) => onKey(queue, event));
  queue.addEventListener("click", (event) => {
    const link = event.target.closest("[data-queue-rows] a");
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(queue, link);
  });
  const here = queue.querySelector("[data-arrived]");
  if (here && wide.matches) {
    here.focus({ preventScroll: true });
    here.scrollIntoView({ block: "nearest" });
  }
}

/** Says on the buttons how many are ticked. */
function startCount(form, boxes, places, say) {
  const count = () => {
    const number = [...form.querySelectorAll(boxes)].filter((box) => box.checked).length;
    form.querySelectorAll(places).forEach((place) => (place.textContent = say(number)));
  };
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
}

document.querySelectorAll("[data-queue]").forEach(startQueue);
document.querySelectorAll("[data-queue-form]").forEach((form) => {
  startCount(form, "[name=chosen]", "[data-queue-chosen]", (number) => (number ? `（${number} 件）` : ""));
});
document.querySelectorAll("[data-batch-check]").forEach((form) => {
  startCount(form, "[name=item]", "[data-batch-count]", (number) => `${number} 件`);
});
