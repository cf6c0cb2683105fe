// @ts-check
/**
 * A lesson on the page: says once to the server that its end has been on screen, and keeps wide tables inside it.
 * Where that cannot be seen or sent, a button takes its place. Loaded by lesson_loader.js.
 *
 * @typedef {{handlerUrl(element: unknown, handler: string): string}} Runtime
 */

/**
 * @param {Runtime} runtime
 * @param {HTMLElement | ArrayLike<HTMLElement>} element  a DOM node, or a jQuery object in some hosts
 */
export function start(runtime, element) {
  const host = element instanceof Element ? element : element[0];
  const lesson = host?.querySelector("[data-competency-lesson]");
  if (!(lesson instanceof HTMLElement)) return; // a lesson that cannot be shown
  /** @param {string} mark */
  const part = (mark) => /** @type {HTMLElement} */ (lesson.querySelector(`[data-${mark}]`));
  const [end, done, button, failed] = ["end", "read", "mark", "failed"].map(part);

  let underWay = false;
  const send = async () => {
    if (underWay) return;
    underWay = true;
    const read = await post(runtime.handlerUrl(element, "read"));
    underWay = false;
    done.hidden = !read;
    button.hidden = failed.hidden = read;
  };
  wrapTables(lesson);
  button.addEventListener("click", send);
  if (!done.hidden) return;
  if (!("IntersectionObserver" in window)) {
    button.hidden = false;
    return;
  }
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    void send();
  });
  observer.observe(end);
}

/**
 * @param {string} url
 * @returns {Promise<boolean>} whether the server took it
 */
async function post(url) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/json" };
  const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  if (token) headers["X-CSRFToken"] = token[1];
  try {
    // A redirect is a login page, and never the handler's answer.
    return (await fetch(url, { method: "POST", headers, body: "{}", redirect: "manual" })).ok;
  } catch {
    return false;
  }
}

/**
 * A wide table scrolls inside a frame that the keyboard reaches, so that the page itself never scrolls sideways.
 *
 * @param {HTMLElement} lesson
 */
function wrapTables(lesson) {
  for (const table of lesson.querySelectorAll("table")) {
    const frame = document.createElement("div");
    frame.className = "scroll";
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", lesson.dataset.table ?? "");
    table.replaceWith(frame);
    frame.append(table);
  }
}
