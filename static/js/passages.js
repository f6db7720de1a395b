/**
 * A remark on a passage (段落意见): selecting text in `[data-passages=form id]` fills start, end and quote of that form.
 *
 * Offsets are code points of the plain text as the server reads it: paragraphs, items and rows on lines of their own,
 * cells parted by tabs; data-passages-shift of the body is added to them. The keyboard's way is the select `[data-passage-line]`, whose options carry data-start and
 * data-end.
 */
const LINES = new Set(["P", "H2", "H3", "H4"]);
const size = (text) => [...text].length;

/** Returns the plain text of a body and, for each text node, where in it the node begins. */
export function readBody(body) {
  const lines = [];
  let line = null;
  const begin = () => lines.push((line = { pieces: [], text: "", gap: "\n" }));
  const piece = (node, text) => {
    if (!line) begin();
    line.pieces.push({ node, start: size(line.text) });
    line.text += text;
  };
  const walk = (parent, inCell) => {
    parent.childNodes.forEach((node) => {
      const name = node.nodeName;
      if (node.nodeType === Node.TEXT_NODE) piece(node, node.data);
      else if (name === "BR") piece(null, inCell ? " " : "\n");
      else if (name === "TR") row(node);
      else if (LINES.has(name) || name === "LI") {
        line = null;
        walk(node, inCell);
        line = null;
      } else if (/^(UL|OL|TABLE|TBODY|BLOCKQUOTE)$/.test(name)) {
        line = null;
        walk(node, inCell);
        line = null;
      } else walk(node, inCell);
    });
  };
  const row = (node) => {
    begin();
    [...node.children].forEach((cell, place) => {
      if (place) piece(null, "\t");
      walk(cell, true);
    });
    line = null;
  };
  walk(body, false);
  return placed(lines);
}

/** Lines without words do not count; the others follow one another with a line end between. */
function placed(lines) {
  const found = { text: "", pieces: [] };
  let begun = false;
  lines.filter((line) => line.text.trim()).forEach((line) => {
    found.text += begun ? "\n" : "";
    begun = true;
    const start = size(found.text);
    line.pieces.filter(({ node }) => node).forEach((one) => found.pieces.push({ node: one.node, start: start + one.start }));
    found.text += line.text;
  });
  return found;
}

/** The place of a boundary of the selection; between nodes it is the next text for a start, the last one for an end. */
function placeOf(read, container, offset, isEnd) {
  const own = read.pieces.find(({ node }) => node === container);
  if (own) return own.start + size(container.data.slice(0, offset));
  const at = document.createRange();
  at.setStart(container, offset);
  if (isEnd) {
    const last = read.pieces.filter(({ node }) => at.comparePoint(node, 0) < 0).at(-1);
    return last ? last.start + size(last.node.data) : 0;
  }
  return read.pieces.find(({ node }) => at.comparePoint(node, 0) >= 0)?.start ?? size(read.text);
}

/** Returns the chosen passage without white space at its ends; nothing where no text of the body is chosen. */
export function passageOf(body, range) {
  if (range.collapsed || !range.intersectsNode(body)) return null;
  const read = readBody(body);
  const whole = document.createRange();
  whole.selectNodeContents(body);
  const before = range.compareBoundaryPoints(Range.START_TO_START, whole) < 0;
  const beyond = range.compareBoundaryPoints(Range.END_TO_END, whole) > 0;
  const start = before ? 0 : placeOf(read, range.startContainer, range.startOffset, false);
  const end = beyond ? size(read.text) : placeOf(read, range.endContainer, range.endOffset, true);
  return trimmed(read.text, start, end);
}

function trimmed(text, start, end) {
  const signs = [...text];
  while (start < end && !signs[start].trim()) start += 1;
  while (end > start && !signs[end - 1].trim()) end -= 1;
  return start < end ? { start, end, quote: signs.slice(start, end).join("") } : null;
}

function fill(form, passage, shift) {
  const { start: from, end: to, quote } = passage;
  const values = from === "" ? passage : { start: from + shift, end: to + shift, quote };
  Object.entries(values).forEach(([name, value]) => {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  });
  const shown = form.querySelector("[data-passage-quote]");
  if (shown) shown.textContent = passage.quote;
}

function start(body) {
  const form = document.getElementById(body.dataset.passages);
  if (!form) return;
  const lines = form.querySelector("[data-passage-line]");
  const shift = Number(body.dataset.passagesShift || 0);
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !body.contains(selection.anchorNode)) return;
    const passage = passageOf(body, selection.getRangeAt(0));
    if (!passage) return;
    fill(form, passage, shift);
    if (lines) lines.value = "";
  });
  lines?.addEventListener("change", () => {
    const { start: from, end: to } = lines.selectedOptions[0].dataset;
    const signs = [...readBody(body).text];
    if (from === undefined) fill(form, { start: "", end: "", quote: "" }, shift);
    else fill(form, { start: Number(from), end: Number(to), quote: signs.slice(Number(from), Number(to)).join("") }, shift);
  });
}

export function startPassages(root) {
  root.querySelectorAll("[data-passages]:not([data-passages-on])").forEach((body) => {
    body.dataset.passagesOn = "yes";
    start(body);
  });
}

startPassages(document);
document.addEventListener("htmx:afterSwap", (event) => startPassages(event.detail.target));
