// What each rule must find and must leave alone. Never loaded.
// ruleid: text-becomes-markup
box.innerHTML = answer;
// ruleid: text-becomes-markup
box.insertAdjacentHTML("beforeend", row + answer);
// ok: text-becomes-markup
box.innerHTML = "";
// ok: text-becomes-markup
box.textContent = answer;
// ruleid: text-becomes-program
eval(answer);
// ok: text-becomes-program
setTimeout(() => box.remove(), 10);
// ruleid: secret-stays-in-browser
localStorage.setItem("draft", text);
// ok: secret-stays-in-browser
sessionStorage.getItem("draft");
// ruleid: message-from-anywhere
other.postMessage(text, "*");
