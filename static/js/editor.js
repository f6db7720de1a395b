/**
 * The editor of a body (正文编辑器) over `textarea[data-editor]`; without it the textarea stays as it is.
 *
 * data-upload-url: POST `file` and `alt`, answers {url} or {message}. data-clean-url: POST `html` as pasted, answers
 * {html, message}. The textarea holds the text at all times and fires `input`, so that drafts save themselves.
 */
import Squire from "../vendor/squire/squire.mjs";
import { startPaste } from "./editor_paste.js";
import { buildTools } from "./editor_tools.js";

const ALLOWED = {
  P: [], H2: [], H3: [], H4: [], UL: [], OL: ["start"], LI: [], BLOCKQUOTE: [], TABLE: [], TBODY: [], TR: [],
  TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"], B: [], I: [], U: [], S: [], SUB: [], SUP: [],
  A: ["href"], IMG: ["src", "alt"], BR: [],
};
const SAME = { STRONG: "B", EM: "I", DEL: "S", STRIKE: "S", INS: "U", H1: "H2", H5: "H4", H6: "H4", DIV: "P" };
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "SVG", "MATH", "TITLE", "HEAD"]);

function allowed(name, value, pictures) {
  if (name === "href") return /^(https?:\/\/|mailto:)/i.test(value);
  return name !== "src" || (value.startsWith(pictures) && /^[\w/-]+(\.\w+)?\/?$/.test(value));
}

/** Copies what the vocabulary knows into the page; the source is read in a document of its own, where nothing runs. */
function copyInto(target, source, pictures) {
  source.childNodes.forEach((node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(node.data);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.nodeName.toUpperCase())) return;
    const name = SAME[node.nodeName] || node.nodeName;
    if (!(name in ALLOWED)) {
      copyInto(target, node, pictures);
      return;
    }
    const copy = document.createElement(name);
    ALLOWED[name].forEach((attribute) => {
      const value = node.getAttribute(attribute);
      if (value !== null && allowed(attribute, value, pictures)) copy.setAttribute(attribute, value);
    });
    if (name === "IMG" && !copy.hasAttribute("src")) return;
    copyInto(copy, node, pictures);
    target.append(copy);
  });
}

function toFragment(html, pictures) {
  const fragment = document.createDocumentFragment();
  const plain = html.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, " ");
  copyInto(fragment, new DOMParser().parseFromString(plain, "text/html").body, pictures);
  return fragment;
}

/** Puts the editable element in the place of the textarea: its id, its label, its description, its error. */
function takePlace(textarea) {
  const text = document.createElement("div");
  const label = textarea.labels[0];
  text.className = "editor-text post-body";
  text.id = textarea.id;
  textarea.id = `${text.id}_source`;
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  ["aria-describedby", "aria-invalid"].forEach((name) => {
    if (textarea.hasAttribute(name)) text.setAttribute(name, textarea.getAttribute(name));
  });
  if (label) {
    label.id = label.id || `${text.id}_label`;
    text.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => text.focus());
  } else {
    text.setAttribute("aria-label", textarea.getAttribute("aria-label") || "正文");
  }
  return text;
}

/** In a cell Enter is a line break; at the end of a line a second one stands behind it, else nothing would show. */
function breakLines({ editor, box, text }) {
  const begin = (event) => {
    const range = window.getSelection().getRangeAt(0);
    const near = range.startContainer;
    const block = (near.nodeType === Node.TEXT_NODE ? near.parentElement : near).closest("td, th, p, h2, h3, h4, li");
    const inCell = block && text.contains(block) && block.matches("td, th");
    if (!(event.inputType === "insertLineBreak" ? block : inCell && event.inputType === "insertParagraph")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    editor.saveUndoState();
    range.deleteContents();
    const line = document.createElement("br");
    range.insertNode(line);
    const rest = document.createRange();
    rest.setStartAfter(line);
    rest.setEnd(block, block.childNodes.length);
    if (!rest.toString() && !rest.cloneContents().querySelector("br, img")) line.after(document.createElement("br"));
    range.setStartAfter(line);
    range.collapse(true);
    editor.setSelection(range);
  };
  box.addEventListener("beforeinput", begin, true);
}

function open(textarea) {
  const box = document.createElement("div");
  const text = takePlace(textarea);
  const note = document.createElement("p");
  box.className = "editor";
  note.className = "editor-note";
  note.setAttribute("role", "status");
  box.append(text);
  const editor = new Squire(text, {
    blockTag: "P",
    addLinks: false,
    sanitizeToDOMFragment: (html) => toFragment(html, textarea.dataset.pictures),
  });
  /* Widths are set by the sheet, so there is nothing to drag at a picture. */
  editor._imageResizer.destroy();
  editor.setHTML(textarea.value);
  const say = (words) => (note.textContent = words);
  const hand = { editor, box, text, say, textarea };
  text.before(buildTools(hand));
  box.append(note);
  textarea.hidden = true;
  textarea.before(box);
  startPaste(hand);
  breakLines(hand);
  editor.addEventListener("input", () => {
    const empty = text.textContent.trim() === "" && !text.querySelector("img, table");
    textarea.value = empty ? "" : editor.getHTML();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return hand;
}

export function startEditors(root) {
  root.querySelectorAll("textarea[data-editor]:not([data-editor-on])").forEach((textarea) => {
    textarea.dataset.editorOn = "yes";
    open(textarea);
  });
}

startEditors(document);
document.addEventListener("htmx:afterSwap", (event) => startEditors(event.detail.target));
