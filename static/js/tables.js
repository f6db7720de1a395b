/** Lists: boxes select rows of the visible page, the batch bar appears on selection. */
function start(form) {
  const boxes = () => [...form.querySelectorAll("tbody input[type=checkbox][name=chosen]")];
  const all = form.querySelector("[data-select-all]");
  const bar = form.querySelector(".batch-bar");
  const number = form.querySelector("[data-chosen-count]");
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && chosen < boxes().length;
    }
    if (bar) bar.hidden = chosen === 0;
    if (number) number.textContent = String(chosen);
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      boxes().forEach((box) => (box.checked = all.checked));
      show();
    });
  }
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}

export function startTables(root) {
  root.querySelectorAll("form[data-batch]:not([data-batch-on])").forEach((form) => {
    form.dataset.batchOn = "yes";
    start(form);
  });
}
