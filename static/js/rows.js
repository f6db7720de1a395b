/** Rows of people or accounts in a form: add one from the template, take one away. */
function renumber(html, number) {
  return html.replace(/__prefix__/g, String(number));
}

function start(box) {
  const prefix = box.dataset.rows;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const blank = box.querySelector("template");
  const add = box.querySelector("[data-row-add]");
  const list = box.querySelector("[data-row-list]") || box;
  const most = Number(document.getElementById(`id_${prefix}-MAX_NUM_FORMS`)?.value || 1000);
  if (!total || !blank || !add) return;
  add.hidden = false;
  box.querySelectorAll("[data-row-remove]").forEach((button) => (button.hidden = false));
  add.addEventListener("click", () => {
    const number = Number(total.value);
    if (number >= most) return;
    // The row is the one that the server sent with the page.
    // nosemgrep: tests.semgrep.text-becomes-markup
    list.insertAdjacentHTML("beforeend", renumber(blank.innerHTML, number));
    total.value = String(number + 1);
    const row = list.lastElementChild;
    row.querySelectorAll("[data-row-remove]").forEach((button) => (button.hidden = false));
    row.querySelector("input:not([type=hidden]),select,textarea")?.focus();
    box.dispatchEvent(new CustomEvent("rows:added", { bubbles: true, detail: row }));
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-remove]");
    const row = button?.closest("[data-row]");
    if (!row) return;
    const gone = row.querySelector("input[name$='-DELETE']");
    if (gone) gone.checked = true;
    else row.querySelectorAll("input,select,textarea").forEach((field) => (field.value = ""));
    row.hidden = true;
    add.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

export function startPeople(root) {
  root.querySelectorAll("[data-rows]:not([data-rows-on])").forEach((box) => {
    box.dataset.rowsOn = "yes";
    start(box);
  });
}
