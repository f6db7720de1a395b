/** Reading and deciding on posts: sheets opened by their address, marks and notes, remarks, copying. */

/** Opens the sheet that the address names, and goes to it. */
function openNamed() {
  const named = window.location.hash && document.getElementById(window.location.hash.slice(1));
  if (!named) return;
  const sheet = named.closest("details");
  if (sheet) sheet.open = true;
  named.scrollIntoView({ block: "start" });
  const field = named.matches("details") && named.querySelector("input:not([type=hidden]),textarea,select");
  (field || named).focus({ preventScroll: true });
}

/** Shows for a moment where a jump has led. */
function point(element) {
  document.querySelectorAll(".is-here").forEach((other) => other.classList.remove("is-here"));
  element.classList.add("is-here");
}

/** A mark leads to its note, a note to its mark. */
function linkMarks() {
  document.querySelectorAll("mark[data-mark]").forEach((mark) => {
    const note = document.getElementById(`note-${mark.dataset.mark.split("-").slice(0, 2).join("-")}`);
    if (!note) return;
    mark.dataset.linked = "yes";
    mark.addEventListener("click", () => {
      if (String(window.getSelection())) return;
      note.scrollIntoView({ block: "center" });
      note.focus({ preventScroll: true });
      point(note);
    });
  });
  document.querySelectorAll(".note-item a[href^='#mark-']").forEach((link) => {
    link.addEventListener("click", (event) => {
      const mark = document.getElementById(link.hash.slice(1));
      if (!mark) return;
      event.preventDefault();
      mark.scrollIntoView({ block: "center" });
      point(mark);
    });
  });
}

/** While words of the text are selected, a button leads to the remark on them; js/passages.js fills in which. */
function startRemarks() {
  const body = document.getElementById("post-body");
  const form = document.getElementById("remark-form");
  const chip = document.querySelector("[data-remark-chip]");
  if (!body || !form || !chip) return;
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    chip.hidden = selection.isCollapsed || !body.contains(selection.anchorNode);
  });
  chip.addEventListener("pointerdown", (event) => event.preventDefault());
  chip.addEventListener("click", () => {
    form.closest("details").open = true;
    chip.hidden = true;
    form.querySelector("textarea").focus({ preventScroll: true });
    form.scrollIntoView({ block: "center" });
  });
}

/** Copies the text of a field, for pages that may use the clipboard; else the text is selected. */
function startCopying() {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = "已复制";
      } catch {
        button.textContent = "已选中,请按复制";
      }
    });
  });
}

linkMarks();
startRemarks();
startCopying();
window.addEventListener("hashchange", openNamed);
openNamed();
