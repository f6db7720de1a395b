/** Days: the browser's calendar beside the text, and the weekday as an echo. */
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const PAUSE = 250;
const WRITTEN = /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$/;

/** Returns the day that a text names as year, month, day, or null; the server decides. */
export function readDay(text) {
  const match = WRITTEN.exec(text.normalize("NFKC").trim().replace(/。/g, "."));
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const found = new Date(year, month - 1, day);
  return found.getMonth() === month - 1 && found.getDate() === day ? found : null;
}

function written(day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function start(input) {
  const picker = document.querySelector(`[data-day-picker="${input.id}"]`);
  const echo = document.querySelector(`[data-day-echo="${input.id}"]`);
  let timer = 0;
  const ask = async () => {
    const text = input.value;
    try {
      const answer = await fetch(`${input.dataset.dayUrl}?d=${encodeURIComponent(text)}`, { credentials: "same-origin" });
      const found = await answer.json();
      if (found.text && text === input.value) echo.textContent = found.text;
    } catch {
      /* the weekday stays */
    }
  };
  const show = () => {
    const day = readDay(input.value);
    if (picker) picker.value = day ? written(day) : "";
    if (echo) echo.textContent = day ? `${written(day)}(${WEEKDAYS[day.getDay()]})` : "";
    window.clearTimeout(timer);
    if (echo && input.dataset.dayUrl && input.value.trim()) timer = window.setTimeout(ask, PAUSE);
  };
  input.addEventListener("input", show);
  if (picker) {
    picker.hidden = false;
    picker.addEventListener("change", () => {
      input.value = picker.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  show();
}

export function startDays(root) {
  root.querySelectorAll("input[data-day]:not([data-started])").forEach((input) => {
    input.dataset.started = "yes";
    start(input);
  });
}
