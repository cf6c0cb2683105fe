// @ts-check
/**
 * One scenario on the page: sends what the trainee does, puts the next stage in place, and keeps what was typed.
 *
 * The server renders every stage and every sentence. A form says what it does (`data-do`) and which shape its answer
 * has (`data-answer`), so a further kind of task is a further template. Loaded by scenario_loader.js.
 *
 * @typedef {{handlerUrl(element: unknown, handler: string): string}} Runtime
 * @typedef {{html?: string, announce?: string, error?: string}} Reply
 */

/**
 * @param {Runtime} runtime
 * @param {HTMLElement | ArrayLike<HTMLElement>} element  a DOM node, or a jQuery object in some hosts
 * @param {{learner: string}} args  `learner` keeps the drafts of people who share a browser apart
 */
export function start(runtime, element, args) {
  const host = element instanceof Element ? element : element[0];
  const root = host?.querySelector("[data-competency-scenario]");
  if (root instanceof HTMLElement) new ScenarioPage(root, (name) => runtime.handlerUrl(element, name), args.learner);
}

class ScenarioPage {
  /**
   * @param {HTMLElement} root
   * @param {(handler: string) => string} urlOf
   * @param {string} learner
   */
  constructor(root, urlOf, learner) {
    this.root = root;
    this.urlOf = urlOf;
    this.learner = learner;
    this.stage = /** @type {HTMLElement} */ (root.querySelector("[data-stage]"));
    this.live = /** @type {HTMLElement} */ (root.querySelector("[data-live]"));
    this.busy = false;
    /** What was last sent and got no answer: sent again unchanged, it keeps its id and counts once. */
    this.unanswered = { body: "", request: "" };

    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(/** @type {HTMLFormElement} */ (event.target));
    });
    root.addEventListener("input", (event) => this.noteInput(/** @type {HTMLElement} */ (event.target)));
    root.addEventListener("reset", (event) => setTimeout(() => this.noteReset(event.target)));
    root.addEventListener("click", (event) => this.step(/** @type {Element} */ (event.target)));
    root.addEventListener("pointerdown", (event) => this.drag(event));
    // Back from the browser's cache a request that was under way is dead: let it be sent again.
    addEventListener("pageshow", (event) => event.persisted && this.lock(false));
    printUnfolded(root);
    this.prepare();
  }

  // Sending

  /** @param {HTMLFormElement} form */
  async send(form) {
    if (this.busy) return;
    const answer = answerOf(form);
    if (answer === undefined) return this.refuse(form, form.dataset.missing, firstOpen(form));
    const unsaved = this.unsavedRevision(form);
    if (unsaved) return this.refuse(form, this.root.dataset.sayUnsaved, unsaved);
    this.refuse(form, "");
    this.lock(true);
    const { status, reply } = await this.post(form.dataset.do ?? "", answer);
    this.lock(false);
    const isCurrent = status === 200 || status === 409;
    if (isCurrent && reply.html !== undefined) {
      this.unanswered.body = "";
      if (form.dataset.do === "hint" && status === 200) showHint(form, reply.html);
      else this.swap(reply, status === 409 ? textOf(form) : "");
    } else {
      const { saySession, sayOffline } = this.root.dataset;
      this.refuse(form, reply.error ?? (status === 401 || status === 403 ? saySession : sayOffline));
    }
  }

  /**
   * Status 0 means that there was no answer at all.
   *
   * @param {string} doing
   * @param {unknown} answer
   * @returns {Promise<{status: number, reply: Reply}>}
   */
  async post(doing, answer) {
    const handler = doing === "begin" || doing === "hint" ? doing : "move";
    const content = handler === "move" ? { ...this.position(), do: doing, answer } : handler === "hint" ? this.position() : {};
    const body = JSON.stringify([doing, content]);
    if (this.unanswered.body !== body) this.unanswered = { body, request: newId() };
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
    if (token) headers["X-CSRFToken"] = token[1];
    try {
      const response = await fetch(this.urlOf(handler), {
        method: "POST",
        headers,
        body: JSON.stringify({ ...content, request: this.unanswered.request }),
        redirect: "manual",
        signal: AbortSignal.timeout(30_000),
      });
      // A redirect is a login page, and never the handler's answer.
      if (response.type === "opaqueredirect") return { status: 401, reply: {} };
      return { status: response.status, reply: await response.json().catch(() => ({})) };
    } catch {
      return { status: 0, reply: {} };
    }
  }

  /** @returns {{attempt: string, seen: number}} */
  position() {
    const { attempt = "", seen = "0" } = /** @type {HTMLElement | null} */ (this.stage.firstElementChild)?.dataset ?? {};
    return { attempt, seen: Number(seen) };
  }

  /** @param {boolean} busy */
  lock(busy) {
    this.busy = busy;
    this.stage.setAttribute("aria-busy", String(busy));
    for (const button of this.stage.querySelectorAll("button")) button.setAttribute("aria-disabled", String(busy));
    for (const text of this.stage.querySelectorAll("textarea")) text.readOnly = busy;
  }

  /**
   * @param {HTMLFormElement} form
   * @param {string | undefined} sentence  empty takes the last one away
   * @param {HTMLElement | null} [open]  what is to be filled in first
   */
  refuse(form, sentence = "", open) {
    const alarm = form.querySelector("[data-alarm]");
    if (alarm) alarm.textContent = sentence;
    open?.focus();
  }

  /**
   * The textarea of a revision that would be lost by sending another form.
   *
   * @param {HTMLFormElement} form
   */
  unsavedRevision(form) {
    const text = /** @type {HTMLTextAreaElement | null} */ (this.stage.querySelector("[data-do=revise] textarea"));
    return text && text.form !== form && text.value !== text.defaultValue ? text : null;
  }

  // Showing

  /**
   * @param {Reply} reply
   * @param {string} unsent  a text that the server did not take
   */
  swap(reply, unsent) {
    this.forgetDrafts();
    this.stage.innerHTML = reply.html ?? "";
    if (unsent) this.showUnsent(unsent);
    this.prepare();
    this.live.textContent = reply.announce ?? "";
    const target = /** @type {HTMLElement | null} */ (this.stage.querySelector("[data-focus]"));
    if (!target) return;
    target.focus({ preventScroll: true });
    const view = target.closest("[data-view]") ?? target;
    view.scrollIntoView({ block: "start" });
    // The frame of an Open edX unit is as tall as its content and cannot scroll: its parent takes this message instead.
    if (parent !== window) parent.postMessage({ offset: view.getBoundingClientRect().top + scrollY }, "*");
  }

  /** @param {string} text */
  showUnsent(text) {
    const template = /** @type {HTMLTemplateElement} */ (this.root.querySelector("template[data-unsent]"));
    const card = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    /** @type {Element} */ (card.querySelector("[data-unsent-text]")).textContent = text;
    this.stage.querySelector("[data-view]")?.before(card);
  }

  /** What a new stage needs before it is used: drafts, counts, the rubric in view where there is room. */
  prepare() {
    for (const text of this.stage.querySelectorAll("textarea")) {
      text.value = storage("getItem", this.draftKey()) ?? text.value;
      countWords(text);
    }
    const rubric = this.stage.querySelector("[data-rubric]");
    if (rubric) rubric.toggleAttribute("open", this.root.clientWidth >= 700);
  }

  /** @param {HTMLElement} field */
  noteInput(field) {
    const form = /** @type {HTMLFormElement | null} */ (field.closest("form"));
    if (form) this.refuse(form, "");
    if (!(field instanceof HTMLTextAreaElement)) return;
    countWords(field);
    storage("setItem", this.draftKey(), field.value);
  }

  /** @param {EventTarget | null} form */
  noteReset(form) {
    const text = form instanceof HTMLFormElement && form.querySelector("textarea");
    if (text) this.noteInput(text);
  }

  // Drafts

  draftKey() {
    return `${this.draftsOfAttempt()}${this.position().seen}`;
  }

  draftsOfAttempt() {
    return `competency:${this.learner}:${this.root.id}:${this.position().attempt}:`;
  }

  /** The server has the texts now, and a shared computer must not keep them. */
  forgetDrafts() {
    const drafts = this.draftsOfAttempt();
    const { seen } = this.position();
    for (const key of storedKeys()) {
      if (key.startsWith(drafts) && Number(key.slice(drafts.length)) <= seen) storage("removeItem", key);
    }
  }

  // Putting in order

  /** @param {Element} pressed */
  step(pressed) {
    const button = /** @type {HTMLElement | null} */ (pressed.closest("[data-step]"));
    const item = button?.closest("li");
    if (!button || !item || this.busy) return;
    moveItem(item, Number(button.dataset.step));
    this.sayPlace(item);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const grip = /** @type {Element} */ (event.target).closest("[data-grip]");
    const item = grip?.closest("li");
    if (!grip || !item || this.busy || event.button) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    item.classList.add("held");
    const follow = (/** @type {Event} */ move) => {
      const { clientY } = /** @type {PointerEvent} */ (move);
      const { previousElementSibling: above, nextElementSibling: below } = item;
      if (above && clientY < middle(above)) moveItem(item, -1);
      else if (below && clientY > middle(below)) moveItem(item, 1);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", () => {
      grip.removeEventListener("pointermove", follow);
      item.classList.remove("held");
      this.sayPlace(item);
    }, { once: true });
  }

  /** @param {HTMLElement} item */
  sayPlace(item) {
    const items = [...(item.parentElement?.children ?? [])];
    /** @type {Record<string, string>} */
    const words = {
      item: item.querySelector(".text")?.textContent?.trim() ?? "",
      place: String(items.indexOf(item) + 1),
      count: String(items.length),
    };
    const sentence = item.closest("form")?.dataset.moved ?? "";
    this.live.textContent = sentence.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? "");
  }
}

/**
 * The answer in a form, in the shape that its `data-answer` names; undefined while it is not complete.
 *
 * @param {HTMLFormElement} form
 * @returns {unknown}
 */
function answerOf(form) {
  const checked = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(":checked")]);
  const text = textOf(form);
  switch (form.dataset.answer) {
    case "one":
      return checked[0]?.value;
    case "many":
      return checked.length && checked.length <= Number(form.dataset.most) ? checked.map((each) => each.value) : undefined;
    case "order":
      return [...form.querySelectorAll("[data-token]")].map((each) => /** @type {HTMLElement} */ (each).dataset.token);
    case "levels": {
      const groups = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-criterion]")]);
      const levels = groups.map((group) => [group.dataset.criterion, Number(checkedIn(group)?.value)]);
      return checked.length === groups.length ? Object.fromEntries(levels) : undefined;
    }
    case "text":
      return text || undefined;
    case "writing":
      return text ? { text } : undefined;
    default:
      return null;
  }
}

/**
 * What is to be filled in first in a form that is not complete.
 *
 * @param {HTMLFormElement} form
 * @returns {HTMLElement | null}
 */
function firstOpen(form) {
  const group = [...form.querySelectorAll("[data-criterion]")].find((each) => !checkedIn(each));
  return (group ?? form).querySelector("input:not(:checked), textarea");
}

/**
 * @param {Element} group
 * @returns {HTMLInputElement | null}
 */
function checkedIn(group) {
  return group.querySelector(":checked");
}

/**
 * The text typed in a form; empty where it has none, or only white space.
 *
 * @param {HTMLFormElement} form
 */
function textOf(form) {
  const text = form.querySelector("textarea")?.value ?? "";
  return text.trim() && text;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} html
 */
function showHint(form, html) {
  const place = form.querySelector("[data-hint]");
  if (place) place.innerHTML = html;
  form.querySelector(".send")?.remove();
}

/** @param {HTMLTextAreaElement} text */
function countWords(text) {
  const words = text.value.split(/\s+/).filter(Boolean).length;
  const count = text.form?.querySelector("[data-count]");
  if (count) count.textContent = String(words);
  const over = /** @type {HTMLElement | null | undefined} */ (text.form?.querySelector("[data-over]"));
  if (over) over.hidden = words <= Number(over.dataset.over);
}

/**
 * The neighbour moves, not the item itself: an element taken out of the page loses focus and pointer.
 *
 * @param {Element} item
 * @param {number} by
 */
function moveItem(item, by) {
  if (by < 0 && item.previousElementSibling) item.after(item.previousElementSibling);
  else if (by > 0 && item.nextElementSibling) item.before(item.nextElementSibling);
}

/** @param {Element} element */
function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

/** Not `crypto.randomUUID`, which a page without https does not have. */
function newId() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16).padStart(8, "0")).join("");
}

/**
 * Browsers may refuse storage; a draft is a courtesy, so that is no reason to stop.
 *
 * @param {"getItem" | "setItem" | "removeItem"} doing
 * @param {string} key
 * @param {string} [value]
 * @returns {string | null | void}
 */
function storage(doing, key, value = "") {
  try {
    return localStorage[doing](key, value);
  } catch {
    return null;
  }
}

function storedKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/**
 * On paper nothing can be unfolded, so it is done before.
 *
 * @param {HTMLElement} root
 */
function printUnfolded(root) {
  /** @type {Element[]} */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...root.querySelectorAll("details:not([open])")];
    for (const each of folded) each.setAttribute("open", "");
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.removeAttribute("open");
  });
}
