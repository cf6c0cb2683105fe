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
  const root = host && find(host, "[data-competency-scenario]");
  if (root) new ScenarioPage(root, (name) => runtime.handlerUrl(element, name), args.learner);
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
    this.stage = find(root, "[data-stage]") ?? root;
    this.busy = false;
    /** What was last sent and got no answer: sent again unchanged, it keeps its id and counts once. */
    this.unanswered = { body: "", request: "" };

    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(/** @type {HTMLFormElement} */ (event.target));
    });
    root.addEventListener("input", (event) => this.noteInput(/** @type {HTMLElement} */ (event.target)));
    root.addEventListener("reset", (event) => setTimeout(() => this.noteReset(/** @type {Element} */ (event.target))));
    root.addEventListener("click", (event) => this.step(/** @type {Element} */ (event.target)));
    root.addEventListener("pointerdown", (event) => this.drag(event));
    // Back from the browser's cache, a request that was under way is dead: let it be sent again.
    addEventListener("pageshow", (event) => event.persisted && this.lock(false));
    unfoldForPaper(root);
    this.prepare();
  }

  // Sending

  /** @param {HTMLFormElement} form */
  async send(form) {
    const doing = form.dataset.do ?? "";
    if (this.busy) return;
    const answer = answerOf(form);
    if (answer === undefined) return this.refuse(form, form.dataset.missing, firstOpen(form));
    const unsaved = this.unsavedRevision(form);
    if (unsaved) return this.refuse(form, this.root.dataset.sayUnsaved, unsaved);
    this.refuse(form);
    this.lock(true);
    const { status, reply } = await this.post(doing, answer);
    this.lock(false);
    if ((status === 200 || status === 409) && reply.html !== undefined) {
      this.unanswered.body = "";
      if (status === 409) this.swap(reply, textOf(form));
      else if (doing === "hint") showHint(form, reply.html);
      else this.swap(reply);
    } else {
      const { saySession, sayOffline } = this.root.dataset;
      const hasEnded = status === 401 || (status === 403 && !reply.error);
      this.refuse(form, hasEnded ? saySession : reply.error ?? sayOffline);
    }
  }

  /**
   * @param {string} doing
   * @param {unknown} answer
   * @returns {Promise<{status: number, reply: Reply}>} status 0 where there was no reply at all
   */
  async post(doing, answer) {
    const isMove = doing !== "begin" && doing !== "hint";
    const content = isMove ? { ...this.position(), do: doing, answer } : this.position();
    const body = JSON.stringify([doing, content]);
    if (this.unanswered.body !== body) this.unanswered = { body, request: newId() };
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (token) headers["X-CSRFToken"] = token;
    try {
      const response = await fetch(this.urlOf(isMove ? "move" : doing), {
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

  /** The attempt shown, and the number of moves it had then. */
  position() {
    const { attempt = "", seen = "0" } = find(this.stage, "[data-attempt]")?.dataset ?? {};
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
   * @param {string} [sentence]  none takes the last one away
   * @param {HTMLElement | null} [open]  what is to be filled in first
   */
  refuse(form, sentence = "", open) {
    setText(form, "[data-alarm]", sentence);
    open?.focus();
  }

  /** @param {HTMLFormElement} form  to be sent: gives the second version of a text that would be lost by that */
  unsavedRevision(form) {
    const text = this.stage.querySelector("textarea");
    const isRevision = text?.form?.dataset.do === "revise" && text.form !== form;
    return isRevision && text.value !== text.defaultValue ? text : null;
  }

  // Showing

  /**
   * @param {Reply} reply
   * @param {string} [unsent]  a text that the server did not take
   */
  swap(reply, unsent) {
    this.forgetDrafts();
    this.stage.innerHTML = reply.html ?? "";
    if (unsent) this.showUnsent(unsent);
    this.prepare();
    this.say(reply.announce ?? "");
    const target = find(this.stage, "[data-focus]");
    target?.focus({ preventScroll: true });
    const view = target?.closest("[data-view]") ?? target;
    view?.scrollIntoView({ block: "start" });
    // The frame of an Open edX unit is as tall as its content and cannot scroll: its parent takes this message instead.
    if (view && parent !== window) parent.postMessage({ offset: view.getBoundingClientRect().top + scrollY }, "*");
  }

  /** @param {string} sentence  for those who do not see what has changed */
  say(sentence) {
    setText(this.root, "[data-live]", sentence);
  }

  /** @param {string} text */
  showUnsent(text) {
    const template = this.root.querySelector("template");
    if (template) find(this.stage, "[data-view]")?.before(template.content.cloneNode(true));
    setText(this.stage, "[data-unsent]", text);
  }

  /** What a new stage needs before it is used: drafts, counts, the rubric in view where there is room. */
  prepare() {
    for (const text of this.stage.querySelectorAll("textarea")) {
      text.value = stored((storage) => storage.getItem(this.draftKey())) ?? text.value;
      countWords(text);
    }
    find(this.stage, "[data-rubric]")?.toggleAttribute("open", this.root.clientWidth >= 700);
  }

  /** @param {Element} field */
  noteInput(field) {
    const form = field.closest("form");
    if (form) this.refuse(form);
    if (!(field instanceof HTMLTextAreaElement)) return;
    countWords(field);
    stored((storage) => storage.setItem(this.draftKey(), field.value));
  }

  /** @param {Element} form */
  noteReset(form) {
    const text = form.querySelector("textarea");
    if (text) this.noteInput(text);
  }

  // Drafts

  draftsOfAttempt() {
    return `competency:${this.learner}:${this.root.id}:${this.position().attempt}:`;
  }

  draftKey() {
    return this.draftsOfAttempt() + this.position().seen;
  }

  /** The server has the texts so far, and a shared computer must not keep them. */
  forgetDrafts() {
    const drafts = this.draftsOfAttempt();
    const { seen } = this.position();
    stored((storage) => {
      for (const key of Object.keys(storage)) {
        if (key.startsWith(drafts) && Number(key.slice(drafts.length)) <= seen) storage.removeItem(key);
      }
    });
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
    const drop = () => {
      grip.removeEventListener("pointermove", follow);
      item.classList.remove("held");
      this.sayPlace(item);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  }

  /** @param {HTMLElement} item */
  sayPlace(item) {
    const items = [...(item.parentElement?.children ?? [])];
    /** @type {Record<string, string | number | undefined>} */
    const words = {
      item: find(item, ".text")?.textContent?.trim(),
      place: items.indexOf(item) + 1,
      count: items.length,
    };
    const sentence = item.closest("form")?.dataset.moved ?? "";
    this.say(sentence.replace(/\{(\w+)\}/g, (_, name) => String(words[name] ?? "")));
  }
}

/**
 * The answer in a form, in the shape that its `data-answer` names; undefined while it is not complete.
 *
 * @param {HTMLFormElement} form
 * @returns {unknown}
 */
function answerOf(form) {
  const values = checkedIn(form).map((input) => input.value);
  const text = textOf(form);
  switch (form.dataset.answer) {
    case "one":
      return values[0];
    case "many":
      return values.length && values.length <= Number(form.dataset.most) ? values : undefined;
    case "order":
      return all(form, "[data-token]").map((item) => item.dataset.token);
    case "rating": {
      const groups = all(form, "[data-criterion]");
      const rated = groups.map((group, n) => [group.dataset.criterion, Number(values[n])]);
      return values.length === groups.length ? Object.fromEntries(rated) : undefined;
    }
    case "text":
      return text || undefined;
    case "writing":
      return text ? { text } : undefined;
    default:
      return null;
  }
}

/** @param {HTMLFormElement} form  one that is not complete: gives what is to be filled in first */
function firstOpen(form) {
  const group = all(form, "[data-criterion]").find((each) => !checkedIn(each).length);
  return find(group ?? form, "input, textarea");
}

/** @param {Element} part */
function checkedIn(part) {
  return /** @type {HTMLInputElement[]} */ (all(part, "input:checked"));
}

/** @param {HTMLFormElement} form  its text; empty where it has none, or only white space */
function textOf(form) {
  const text = form.querySelector("textarea")?.value ?? "";
  return text.trim() && text;
}

/** @param {HTMLFormElement} form @param {string} html */
function showHint(form, html) {
  const place = find(form, "[data-hint]");
  if (place) place.innerHTML = html;
  find(form, ".send")?.remove();
}

/** @param {HTMLTextAreaElement} text */
function countWords(text) {
  const words = text.value.split(/\s+/).filter(Boolean).length;
  const form = text.form ?? text;
  setText(form, "[data-count]", String(words));
  const over = find(form, "[data-over]");
  if (over) over.hidden = words <= Number(over.dataset.over);
}

/**
 * The neighbour moves, not the item itself: an element taken out of the page loses focus and pointer.
 *
 * @param {Element} item
 * @param {number} by
 */
function moveItem(item, by) {
  const { previousElementSibling: above, nextElementSibling: below } = item;
  if (by < 0 && above) item.after(above);
  else if (by > 0 && below) item.before(below);
}

/** @param {Element} element */
function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

/** @param {HTMLElement} root  On paper nothing can be unfolded, so it is done before. */
function unfoldForPaper(root) {
  /** @type {HTMLElement[]} */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all(root, "details:not([open])");
    for (const each of folded) each.setAttribute("open", "");
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.removeAttribute("open");
  });
}

/** Not `crypto.randomUUID`, which a page without https does not have. */
function newId() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16).padStart(8, "0")).join("");
}

/**
 * Browsers may refuse storage, and it may be full; a draft is a courtesy, so that is no reason to stop.
 *
 * @param {(storage: Storage) => string | null | void} use
 */
function stored(use) {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}

/** @param {Element} part @param {string} selector @returns {HTMLElement | null} */
function find(part, selector) {
  return part.querySelector(selector);
}

/** @param {Element} part @param {string} selector */
function all(part, selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll(selector))];
}

/** @param {Element} part @param {string} selector @param {string} text */
function setText(part, selector, text) {
  const place = find(part, selector);
  if (place) place.textContent = text;
}
