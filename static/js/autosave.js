/** Drafts save themselves: the form goes to data-autosave-url a moment after the last key, one request at a time. */
const PAUSE = 1200;
const AGAIN = 10000;

function clock(now) {
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

/** Fields that the server hands back, such as the version of the draft. */
function takeOver(form, fields) {
  Object.entries(fields || {}).forEach(([name, value]) => {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  });
}

function start(form) {
  const note = form.querySelector("[data-saved-at]") || document.querySelector("[data-saved-at]");
  let timer = 0;
  let changed = false;
  let running = null;
  const say = (text, failed) => {
    if (!note) return;
    note.textContent = text;
    note.classList.toggle("failed", failed);
  };
  const later = (pause) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, pause);
  };
  const send = async () => {
    changed = false;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        redirect: "error",
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      });
      const said = await answer.json().catch(() => ({}));
      takeOver(form, said.fields);
      if (answer.status === 409 || answer.status === 422) {
        say(said.message || "尚未保存,请核对页面上的内容。", true);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      say(said.message || `已自动保存 ${clock(new Date())}`, false);
      document.dispatchEvent(new Event("portal:saved"));
    } catch {
      changed = true;
      say("暂时没有保存成功,内容仍在本页,将自动重试。", true);
      later(AGAIN);
    }
  };
  const save = () => {
    if (form.dataset.sending === "yes") return;
    if (running) {
      later(PAUSE);
      return;
    }
    running = send().finally(() => (running = null));
  };
  form.addEventListener("input", () => {
    changed = true;
    later(PAUSE);
  });
  /* A pressed button waits for the save that is under way, so that it does not meet its own version. */
  form.addEventListener(
    "submit",
    (event) => {
      window.clearTimeout(timer);
      if (!running) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      running.finally(() => form.requestSubmit(event.submitter));
    },
    true,
  );
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && form.dataset.sending !== "yes") event.preventDefault();
  });
}

export function startAutosave(root) {
  root.querySelectorAll("form[data-autosave-url]:not([data-autosave-on])").forEach((form) => {
    form.dataset.autosaveOn = "yes";
    start(form);
  });
}
