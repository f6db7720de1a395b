/** Before the log-in ends by itself the page says so; nothing is asked from the server until then. */
const WARN_BEFORE = 120;
const TICK = 1000;

function left(seconds) {
  const whole = Math.max(Math.round(seconds), 0);
  return whole >= 60 ? `${Math.ceil(whole / 60)} 分钟` : `${whole} 秒`;
}

export function startSessionWarning() {
  const box = document.querySelector("[data-session-seconds]");
  if (!box) return;
  const length = Number(box.dataset.sessionSeconds) * 1000;
  const button = box.querySelector("[data-session-extend]");
  const words = box.querySelector("[data-session-left]");
  let ends = Date.now() + length;
  const renew = () => {
    ends = Date.now() + length;
    box.hidden = true;
  };
  document.addEventListener("htmx:afterRequest", renew);
  document.addEventListener("portal:saved", renew);
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.sessionExtend, { credentials: "same-origin", redirect: "manual" });
    if (answer.status === 204) renew();
    else window.location.assign(`${button.dataset.sessionLogin}?idle=1`);
  });
  window.setInterval(() => {
    const seconds = (ends - Date.now()) / 1000;
    if (seconds > WARN_BEFORE) return;
    if (seconds <= 0) {
      const back = window.location.pathname + window.location.search;
      window.onbeforeunload = null;
      window.location.assign(`${button.dataset.sessionLogin}?idle=1&next=${encodeURIComponent(back)}`);
      return;
    }
    words.textContent = left(seconds);
    box.hidden = false;
  }, TICK);
}
