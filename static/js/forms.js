/** Submit guard, error summary, automatic submit, phrases of opinions. */

/** A second click sends nothing; the pressed button says that work is under way. */
function guardSubmit(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    window.setTimeout(() => releaseForm(form), "download" in form.dataset ? 3000 : 60000);
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    const wait = button.dataset.busy || "正在办理…";
    window.setTimeout(() => {
      button.dataset.word = button.textContent;
      button.textContent = wait;
      form.querySelectorAll("button:not([type=button])").forEach((other) => (other.disabled = true));
    }, 0);
  });
}

/** Makes a form usable again: after a download, or where no answer has come. */
function releaseForm(form) {
  delete form.dataset.sending;
  form.querySelectorAll("button[disabled]").forEach((button) => {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    if (button.dataset.word) button.textContent = button.dataset.word;
  });
}

/** Coming back with the browser's back button finds the forms usable. */
function release() {
  document.querySelectorAll("form[data-sending]").forEach(releaseForm);
}

function focusSummary(root) {
  const summary = root.querySelector(".error-summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input,select,textarea") ? target : target.querySelector("input,select,textarea");
    (target.closest(".field") || target).scrollIntoView({ block: "start" });
    (field || target).focus({ preventScroll: true });
  });
}

function startPhrases(root) {
  root.querySelectorAll("[data-phrases-for]").forEach((box) => {
    const field = document.getElementById(box.dataset.phrasesFor);
    if (!field) return;
    box.hidden = false;
    box.addEventListener("click", (event) => {
      const chip = event.target.closest("button");
      if (!chip) return;
      const text = field.value.trim();
      field.value = text ? `${text}\n${chip.textContent}` : chip.textContent;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
}

export function startForms(root) {
  root.querySelectorAll("form[method=post]:not([data-guarded], [hx-post])").forEach((form) => {
    form.dataset.guarded = "yes";
    guardSubmit(form);
  });
  root.querySelectorAll("form[data-auto-submit]").forEach((form) => {
    form.querySelectorAll("[data-no-script]").forEach((button) => (button.hidden = true));
    form.addEventListener("change", () => form.requestSubmit());
  });
  root.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  startPhrases(root);
  focusSummary(root);
}

window.addEventListener("pageshow", (event) => event.persisted && release());
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
