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
  /* However busy, a session ends at its limit: from then on there is nothing to extend. */
  const limit = Date.now() + Number(box.dataset.sessionLimit || Infinity) * 1000;
  let ends = Math.min(Date.now() + length, limit);
  const renew = () => {
    ends = Math.min(Date.now() + length, limit);
    box.hidden = true;
  };
  const leave = () => {
    const back = window.location.pathname + window.location.search;
    const why = ends === limit ? "over" : "idle";
    window.onbeforeunload = null;
    window.location.assign(`${button.dataset.sessionLogin}?${why}=1&next=${encodeURIComponent(back)}`);
  };
  document.addEventListener("htmx:afterRequest", renew);
  document.addEventListener("portal:saved", renew);
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.sessionExtend, { credentials: "same-origin", redirect: "manual" });
    if (answer.status === 204) renew();
    else leave();
  });
  window.setInterval(() => {
    const seconds = (ends - Date.now()) / 1000;
    if (seconds > WARN_BEFORE) return;
    if (seconds <= 0) {
      leave();
      return;
    }
    words.textContent = left(seconds);
    button.hidden = ends === limit;
    box.querySelector("[data-session-why]").hidden = ends === limit;
    box.querySelector("[data-session-limit-why]").hidden = ends !== limit;
    box.hidden = false;
  }, TICK);
}
