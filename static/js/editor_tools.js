/** The buttons above the text: words, pressed state, arrow keys; questions are asked in the page, not in a window. */
import { upload } from "./editor_paste.js";

const LEVELS = { P: "正文", H2: "标题", H3: "小标题" };

function isIn(text, name) {
  const node = window.getSelection().anchorNode;
  const element = node && (node.nodeType === Node.TEXT_NODE ? node.parentElement : node);
  const found = element?.closest?.(name);
  return Boolean(found && text.contains(found) && found !== text);
}

/** Makes the paragraphs of the selection headings, or plain again; in lists, cells and quotes nothing changes. */
function setLevel({ editor, text }, name) {
  const wanted = isIn(text, name) ? "P" : name;
  editor.modifyBlocks((fragment) => {
    [...fragment.children].forEach((block) => {
      if (!/^(P|H[2-4])$/.test(block.nodeName)) return;
      const fresh = document.createElement(wanted);
      fresh.append(...block.childNodes);
      block.replaceWith(fresh);
    });
    return fragment;
  });
  editor.focus();
}

function table(rows, columns) {
  const row = `<tr>${"<td><br></td>".repeat(columns)}</tr>`;
  return `<table><tbody>${row.repeat(rows)}</tbody></table><p><br></p>`;
}

function address(words) {
  const typed = words.trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed)) return `mailto:${typed}`;
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
  return /^(https?:\/\/[^\s@]+\.[^\s@]+|mailto:[^\s]+)$/i.test(whole) ? whole : "";
}

/** A strip that asks for one or two answers and gives them to `done`; Escape and 取消 lead back to the text. */
function ask({ editor }, strip, fields, word, done) {
  const range = editor.getSelection();
  const inputs = fields.map(({ label, type, accept }) => {
    const caption = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type, className: "form-control" });
    if (accept) input.accept = accept;
    caption.append(label, input);
    return [caption, input];
  });
  const go = button(word, "btn btn-primary btn-sm");
  const leave = button("取消", "btn btn-outline-primary btn-sm");
  const close = () => {
    strip.replaceChildren();
    strip.hidden = true;
    editor.setSelection(range);
    editor.focus();
  };
  const answer = () => {
    if (done(...inputs.map(([, input]) => input.files?.[0] ?? input.value), close) !== false) close();
  };
  go.addEventListener("click", answer);
  leave.addEventListener("click", close);
  strip.onkeydown = (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || event.target.nodeName !== "INPUT") return;
    event.preventDefault();
    answer();
  };
  /* What is typed here is no part of the draft. */
  strip.oninput = (event) => event.stopPropagation();
  strip.replaceChildren(...inputs.map(([caption]) => caption), go, leave);
  strip.hidden = false;
  inputs[0][1].focus();
}

function button(word, css = "") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: word, className: css });
  return made;
}

function askLink(hand, strip) {
  const { editor, say } = hand;
  if (isIn(hand.text, "a")) {
    editor.removeLink();
    return;
  }
  ask(hand, strip, [{ label: "链接地址(网页或视频)", type: "text" }], "插入链接", (typed, close) => {
    const href = address(typed);
    if (!href) {
      say("链接看不懂。请从浏览器地址栏复制,以 http:// 或 https:// 开头。");
      return false;
    }
    close();
    editor.makeLink(href);
    say("已插入链接。");
    return false;
  });
}

function askPicture(hand, strip) {
  const fields = [
    { label: "图片文件(JPG、PNG)", type: "file", accept: "image/jpeg,image/png" },
    { label: "图片说明(看不见图片的人听到的话)", type: "text" },
  ];
  ask(hand, strip, fields, "上传并插入", (file, words, close) => {
    if (!file || typeof file === "string") {
      hand.say("还没有选择图片,请先选择再上传。");
      return false;
    }
    close();
    upload(hand, file, words);
    return false;
  });
}

function toggle(editor, tag, on, off) {
  return () => (editor.hasFormat(tag) ? editor[off]() : editor[on]());
}

function actions(hand, strip) {
  const { editor, text } = hand;
  const list = (name, make) => [() => isIn(text, name), () => (isIn(text, name) ? editor.removeList() : editor[make]())];
  const quote = () => (isIn(text, "blockquote") ? editor.removeQuote() : editor.increaseQuoteLevel());
  return [
    ["加粗", "Ctrl+B", () => editor.hasFormat("B"), toggle(editor, "B", "bold", "removeBold")],
    ["斜体", "Ctrl+I", () => editor.hasFormat("I"), toggle(editor, "I", "italic", "removeItalic")],
    ["下划线", "Ctrl+U", () => editor.hasFormat("U"), toggle(editor, "U", "underline", "removeUnderline")],
    ...["H2", "H3"].map((name) => [LEVELS[name], "", () => isIn(text, name), () => setLevel(hand, name)]),
    ["项目列表", "", ...list("ul", "makeUnorderedList")],
    ["编号列表", "", ...list("ol", "makeOrderedList")],
    ["引用", "", () => isIn(text, "blockquote"), quote],
    ["链接", "", () => isIn(text, "a"), () => askLink(hand, strip)],
    ...(hand.textarea.dataset.uploadUrl ? [["图片", "", null, () => askPicture(hand, strip)]] : []),
    ["表格", "", null, () => !isIn(text, "td") && editor.insertHTML(table(3, 3))],
    ["清除格式", "", null, () => editor.removeAllFormatting()],
    ["撤销", "Ctrl+Z", null, () => editor.undo()],
    ["重做", "Ctrl+Y", null, () => editor.redo()],
  ];
}

/** One stop for the Tab key; the arrow keys go from button to button, Alt+F10 leads here and Escape back. */
function moveByKeys(tools, buttons, text) {
  const go = (place) => {
    const next = buttons[(place + buttons.length) % buttons.length];
    buttons.forEach((one) => (one.tabIndex = one === next ? 0 : -1));
    next.focus();
  };
  tools.addEventListener("keydown", (event) => {
    const place = buttons.indexOf(event.target);
    const step = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") text.focus();
    if (step === undefined) return;
    event.preventDefault();
    go(step);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    go(0);
  });
}

export function buildTools(hand) {
  const { editor, text } = hand;
  const box = document.createElement("div");
  const tools = document.createElement("div");
  const strip = document.createElement("div");
  Object.assign(strip, { className: "editor-ask", hidden: true });
  Object.assign(tools, { className: "editor-tools" });
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", "正文排版");
  tools.setAttribute("aria-controls", text.id);
  const made = actions(hand, strip).map(([word, keys, pressed, act], place) => {
    const one = button(word);
    if (keys) one.setAttribute("aria-keyshortcuts", keys.replace("Ctrl", "Control"));
    if (keys) one.title = `${word}(${keys})`;
    one.tabIndex = place ? -1 : 0;
    /* The press must not take the selection away from the text. */
    one.addEventListener("mousedown", (event) => event.preventDefault());
    one.addEventListener("click", () => {
      act();
      show();
    });
    return { one, pressed };
  });
  const show = () => made.forEach(({ one, pressed }) => pressed && one.setAttribute("aria-pressed", String(pressed())));
  const buttons = made.map(({ one }) => one);
  ["pathChange", "select", "cursor", "input"].forEach((name) => editor.addEventListener(name, show));
  moveByKeys(tools, buttons, text);
  tools.append(...buttons);
  box.append(tools, strip);
  show();
  return box;
}
