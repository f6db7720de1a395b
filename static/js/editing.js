/** While a post is open for writing, the server hears so once a minute and others are told (编辑锁). */
const EVERY = 60000;

const form = document.querySelector("form[data-lock-url]");

async function tell() {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.dataset.lockUrl, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    if (answer.status !== 409) return;
    const said = await answer.json();
    const note = form.querySelector("[data-saved-at]");
    if (note) note.textContent = said.message;
  } catch {
    /* Without a connection nobody is told; saving says so by itself. */
  }
}

if (form) {
  tell();
  window.setInterval(tell, EVERY);
}
