/** What comes from outside: pasted text goes to the server to be cleaned, pictures are uploaded one by one. */

function token(textarea) {
  return textarea.form?.elements.namedItem("csrfmiddlewaretoken")?.value || "";
}

/** Sends fields to an address of the portal and returns its answer; `message` says why where it failed. */
async function send(textarea, url, fields) {
  const body = new FormData();
  Object.entries(fields).forEach(([name, value]) => body.append(name, value));
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "error",
      headers: { "X-CSRFToken": token(textarea), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
    });
    const said = await answer.json().catch(() => ({}));
    return answer.ok ? said : { message: said.message || "暂时没有成功,请稍后再试。" };
  } catch {
    return { message: "网络不通,暂时没有成功,请稍后再试。" };
  }
}

export async function upload({ editor, textarea, say }, file, words = "") {
  say("正在上传图片…");
  const said = await send(textarea, textarea.dataset.uploadUrl, { file, alt: words });
  if (!said.url || !/^\/(?!\/)/.test(said.url)) {
    say(said.message || "图片没有上传成功,请稍后再试。");
    return;
  }
  editor.insertImage(said.url, { alt: words });
  say(words ? "图片已插入。" : "图片已插入。请在图片下方补一句说明。");
}

async function clean({ editor, textarea, say }, html, plain) {
  say("正在整理粘贴的内容…");
  const said = await send(textarea, textarea.dataset.cleanUrl, { html });
  if (typeof said.html === "string") {
    editor.insertHTML(said.html);
    say(said.message || "已保留标题、列表和表格,其他格式已清除。");
    return;
  }
  editor.insertPlainText(plain, false);
  say(`${said.message || ""}已按纯文本粘贴。`);
}

async function uploadAll(hand, files) {
  for (const file of files) await upload(hand, file);
}

function take(hand, data) {
  const html = data.getData("text/html");
  const plain = data.getData("text/plain");
  const pictures = [...data.files].filter((file) => /^image\/(png|jpeg)$/.test(file.type));
  const { cleanUrl, uploadUrl } = hand.textarea.dataset;
  if (html && cleanUrl) clean(hand, html, plain);
  else if (pictures.length && uploadUrl && !plain) uploadAll(hand, pictures);
  else if (html) hand.editor.insertPlainText(plain, false);
  else return false;
  return true;
}

/** Puts the cursor where something is dropped. */
function moveTo({ editor }, event) {
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  if (range) editor.setSelection(range);
}

/** Comes before the editor's own handling of the same events; what is dragged inside the text is left to it. */
export function startPaste(hand) {
  let own = false;
  const listen = (name, held) => {
    hand.box.addEventListener(
      name,
      (event) => {
        const data = event[held];
        if (!hand.text.contains(event.target) || !data) return;
        if (name === "drop") {
          const inside = own;
          own = false;
          if (inside) return;
          moveTo(hand, event);
        }
        if (!take(hand, data)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      true,
    );
  };
  hand.text.addEventListener("dragstart", () => (own = true));
  hand.text.addEventListener("dragend", () => (own = false));
  listen("paste", "clipboardData");
  listen("drop", "dataTransfer");
}
