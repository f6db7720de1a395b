/** A pasted link is recognised: platform, kind and id of the account are filled in. */
function fill(form, name, value) {
  const field = form.elements.namedItem(name);
  if (!field || value === undefined || value === null || value === "") return;
  if (field.value && field.value !== String(value) && field.dataset.recognised !== "yes") return;
  field.value = value;
  field.dataset.recognised = "yes";
}

function start(input) {
  const form = input.form;
  const note = document.getElementById(input.dataset.recogniseNote || "");
  let asked = "";
  const ask = async () => {
    const link = input.value.trim();
    if (!link || link === asked) return;
    asked = link;
    try {
      const url = `${input.dataset.recognise}?link=${encodeURIComponent(link)}`;
      const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      Object.entries(found.fields || {}).forEach(([name, value]) => fill(form, name, value));
      if (note) note.textContent = found.message || "";
      form.dispatchEvent(new Event("input", { bubbles: true }));
    } catch {
      asked = "";
      if (note) note.textContent = "暂时无法识别,请手工选择平台并填写账号标识。";
    }
  };
  input.addEventListener("change", ask);
  input.addEventListener("paste", () => window.setTimeout(ask, 0));
}

export function startRecognition(root) {
  root.querySelectorAll("input[data-recognise]:not([data-recognise-on])").forEach((input) => {
    input.dataset.recogniseOn = "yes";
    start(input);
  });
}
