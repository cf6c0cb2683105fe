// @ts-check
/**
 * One scenario on the page: sends what the trainee does, puts the next stage in place, and keeps what was typed.
 *
 * The server renders every stage and every sentence. A form says what it does (`data-do`) and which shape its answer
 * has (`data-answer`), so a further kind of task is a further template. Loaded by scenario_loader.js.
 *
 * @typedef {{handlerUrl(element: unknown, handler: string): string}} Runtime
 * @typedef {{html?: string, announce?: string, error?: string, seen?: number, saved?: boolean}} Reply
 * @typedef {{attempt: string, seen: number, do?: string, answer?: unknown}} Content
 * @typedef {{handler: string, content: Content, request: string, text: string}} Parcel  what is sent, and sent once
 * @typedef {{set?: [string, string], all?: Rule[], any?: Rule[], not?: Rule}} Rule
 */

const QUIET = 3000; // ms without typing before a draft goes to the server
const LONGEST_UNSAVED = 15_000; // ms, for those who type without a pause
const RETRY = { first: 2000, longest: 60_000 }; // ms between two tries to send what waits
const PAPER = "textarea:not([data-reason])"; // where an answer is written, not an objection to feedback
const PACE = { perLetter: 30, shortest: 600, longest: 2500 }; // ms that a message is typed

/**
 * @param {Runtime} runtime
 * @param {HTMLElement | ArrayLike<HTMLElement>} element  a DOM node, or a jQuery object in some hosts
 * @param {{learner: string}} args  `learner` keeps what people who share a browser have written apart
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
    /** @type {Parcel | undefined} what was last sent and got no answer: sent again unchanged, it keeps its id */
    this.unanswered = undefined;
    /** @type {HTMLElement | undefined} where it is shown that `unanswered` waits to be sent by itself */
    this.waitsAt = undefined;
    this.pause = RETRY.first;
    /** @type {string | null} the text that the server has, or is being sent */
    this.savedText = null;
    this.isSaving = false;
    this.saveBy = 0;
    /** @type {Record<string, ReturnType<typeof setTimeout>>} */
    this.timers = {};

    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(/** @type {HTMLFormElement} */ (event.target));
    });
    root.addEventListener("input", (event) => this.noteInput(/** @type {HTMLElement} */ (event.target)));
    root.addEventListener("reset", (event) => setTimeout(() => this.noteReset(/** @type {Element} */ (event.target))));
    root.addEventListener("click", (event) => this.press(event));
    root.addEventListener("pointerdown", (event) => this.drag(event));
    root.addEventListener("error", (event) => noteMissing(/** @type {Element} */ (event.target)), true);
    addEventListener("online", () => this.catchUp());
    addEventListener("pagehide", () => this.saveDraft(true));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.saveDraft(true) : this.catchUp()));
    // Back from the browser's cache, a request that was under way is dead: let it be sent again.
    addEventListener("pageshow", (event) => event.persisted && !this.waitsAt && this.lock(false));
    unfoldForPaper(root);
    this.prepare();
    this.takeUp();
  }

  // Sending

  /** @param {HTMLFormElement} form */
  async send(form) {
    if (this.busy) return;
    const answer = answerOf(form);
    if (answer === undefined) return this.refuse(form, form.dataset.missing, firstOpen(form));
    const unsaved = this.unsaved(form);
    if (unsaved) return this.refuse(form, this.root.dataset.sayUnsaved, unsaved);
    this.refuse(form);
    await this.deliver(this.parcel(form.dataset.do ?? "", answer, textOf(form)), form);
  }

  /**
   * @param {string} doing
   * @param {unknown} answer
   * @param {string} text  to be shown again should the server not take it
   * @returns {Parcel}
   */
  parcel(doing, answer, text) {
    const handler = ["begin", "hint", "objection"].includes(doing) ? doing : "move";
    const content = { ...this.position(), do: doing, answer };
    const last = this.unanswered;
    const isSame = last && JSON.stringify([last.handler, last.content]) === JSON.stringify([handler, content]);
    return isSame ? last : { handler, content, request: newId(), text };
  }

  /** @param {Parcel} parcel @param {HTMLElement} form  where it came from */
  async deliver(parcel, form) {
    const isRetry = Boolean(this.waitsAt);
    this.unanswered = parcel;
    this.lock(true);
    clearTimeout(this.timers.retry);
    const { status, reply } = await this.post(parcel.handler, { ...parcel.content, request: parcel.request });
    this.lock(false);
    const isTaken = (status === 200 || status === 409) && reply.html !== undefined;
    const hasEnded = status === 401 || (status === 403 && !reply.error);
    const { saySession, sayOffline } = this.root.dataset;
    if (!isTaken && this.mayWait(parcel) && (isLost(status) || (isRetry && (hasEnded || status >= 500)))) {
      return this.wait(parcel, form, hasEnded ? saySession : undefined);
    }
    this.waitNoMore(parcel);
    if (!isTaken) return this.refuse(form, hasEnded ? saySession : reply.error ?? sayOffline);
    this.unanswered = undefined;
    if (status === 409) this.swap(reply, parcel.text);
    else if (parcel.handler === "hint") this.showHint(form, reply);
    else if (parcel.handler === "objection") this.show(find(form, "[data-instead]"), reply);
    else if ((reply.seen ?? 0) >= this.position().seen || parcel.handler === "begin") this.swap(reply);
  }

  /**
   * @param {string} handler
   * @param {object} body
   * @param {boolean} [keepalive]  also when the page is being left
   * @returns {Promise<{status: number, reply: Reply}>} status 0 where there was no reply at all
   */
  async post(handler, body, keepalive = false) {
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (token) headers["X-CSRFToken"] = token;
    try {
      const response = await fetch(this.urlOf(handler), {
        method: "POST",
        headers,
        body: JSON.stringify(body),
        redirect: "manual",
        keepalive,
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

  /** @param {boolean} isLocked @param {boolean} [isBusy] */
  lock(isLocked, isBusy = isLocked) {
    this.busy = isLocked;
    this.stage.setAttribute("aria-busy", String(isBusy));
    for (const each of all(this.stage, "button, input")) each.setAttribute("aria-disabled", String(isLocked));
    for (const text of this.stage.querySelectorAll("textarea")) text.readOnly = isLocked;
  }

  /**
   * @param {HTMLElement} form
   * @param {string} [sentence]  none takes the last one away
   * @param {HTMLElement | null} [open]  what is to be filled in first
   */
  refuse(form, sentence = "", open) {
    setText(form, "[data-alarm]", sentence);
    open?.focus();
  }

  /** @param {HTMLFormElement} form  to be sent: gives a text in another form that would be lost by that */
  unsaved(form) {
    if (form.dataset.do === "objection") return;
    return [...this.stage.querySelectorAll("textarea")].find(
      (text) =>
        text.form !== form &&
        text.value !== text.defaultValue &&
        (text.matches("[data-reason]") || text.form?.dataset.do === "revise"),
    );
  }

  // Waiting to be sent: an answer is kept in this browser until the server has it, also over a reload

  /** @param {Parcel} parcel */
  mayWait({ handler, content }) {
    return handler === "move" && content.do !== "undo";
  }

  /** @param {Parcel} parcel @param {HTMLElement} form @param {string} [why] */
  wait(parcel, form, why) {
    stored((storage) => storage.setItem(this.waitingKey(), JSON.stringify(parcel)));
    if (!this.waitsAt) {
      form.classList.add("queued");
      find(form, ".send")?.append(fromTemplate(this.root, "[data-waits-text]"));
      const button = find(form, "[data-try]");
      if (form.contains(document.activeElement)) button?.focus();
      this.say(this.root.dataset.sayWaits ?? "");
    }
    this.waitsAt = form;
    if (why) setText(form, "[data-waits-why]", why);
    this.lock(true, false);
    find(form, "[data-try]")?.removeAttribute("aria-disabled");
    this.timers.retry = setTimeout(() => this.retry(), this.pause);
    this.pause = Math.min(2 * this.pause, RETRY.longest);
  }

  /** @param {boolean} [isAsked]  by the trainee, who then wants to hear that it goes on waiting */
  async retry(isAsked) {
    const isSending = this.stage.getAttribute("aria-busy") === "true";
    if (this.waitsAt && this.unanswered && !isSending) await this.deliver(this.unanswered, this.waitsAt);
    if (this.waitsAt && isAsked) this.say(this.root.dataset.sayWaits ?? "");
  }

  /** @param {Parcel} parcel */
  waitNoMore(parcel) {
    this.waitsAt?.classList.remove("queued");
    find(this.stage, ".waits")?.remove();
    this.waitsAt = undefined;
    this.pause = RETRY.first;
    if (this.waiting()?.request === parcel.request) stored((storage) => storage.removeItem(this.waitingKey()));
  }

  /** After a reload: shows what still waits, and sends it. */
  takeUp() {
    const parcel = this.waiting();
    if (!parcel) return;
    const { seen, do: doing, answer } = parcel.content;
    const form = /** @type {HTMLFormElement | null} */ (find(this.stage, `form[data-do="${doing}"]`));
    const isHere = form && seen === this.position().seen;
    if (isHere) {
      fill(form, answer, parcel.text);
      this.noteChoice(form);
    }
    this.unanswered = parcel;
    this.wait(parcel, isHere ? form : this.stage);
    this.retry();
  }

  /** @returns {Parcel | null} */
  waiting() {
    return JSON.parse(stored((storage) => storage.getItem(this.waitingKey())) ?? "null");
  }

  waitingKey() {
    return `competency-waiting:${this.learner}:${this.root.id}:${this.position().attempt}`;
  }

  catchUp() {
    this.retry();
    this.saveDraft();
  }

  // Showing

  /**
   * @param {Reply} reply
   * @param {string} [unsent]  a text that the server did not take
   */
  swap(reply, unsent) {
    this.forgetDrafts();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.stage.innerHTML = reply.html ?? "";
    if (unsent) this.showUnsent(unsent);
    this.prepare();
    this.startPace();
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
    find(this.stage, "[data-view]")?.before(fromTemplate(this.root, "[data-unsent-text]"));
    setText(this.stage, "[data-unsent]", text);
  }

  /** @param {HTMLElement | null} place @param {Reply} reply */
  show(place, reply) {
    if (!place) return;
    place.innerHTML = reply.html ?? "";
    place.focus();
  }

  /** @param {HTMLElement} form @param {Reply} reply */
  showHint(form, reply) {
    this.show(find(form, "[data-hint]"), reply);
    find(form, ".send")?.remove();
    find(this.stage, "[data-attempt]")?.setAttribute("data-seen", String(reply.seen ?? this.position().seen));
  }

  /** What a new stage needs before it is used: drafts, counts, panels unfolded where there is room. */
  prepare() {
    this.savedText = null;
    this.saveBy = 0;
    for (const text of papersOf(this.stage)) {
      const known = text.dataset.begun ?? text.value;
      const copy = stored((storage) => storage.getItem(this.draftKey()));
      text.value = copy ?? known;
      countWords(text);
      this.savedText = known;
      if (text.value !== known) this.keepSoon(text);
    }
    for (const panel of all(this.stage, "[data-roomy]")) panel.toggleAttribute("open", this.root.clientWidth >= 700);
    for (const form of this.stage.querySelectorAll("form")) this.noteChoice(form);
    for (const media of all(this.stage, "audio, video")) {
      if (/** @type {HTMLMediaElement} */ (media).error) noteMissing(media);
    }
  }

  /** @param {HTMLElement} field */
  noteInput(field) {
    if (field.matches("[data-at-once]")) this.chooseAtOnce(/** @type {HTMLInputElement} */ (field));
    const form = field.closest("form");
    if (!form) return;
    this.refuse(form);
    if (field.matches(PAPER)) this.noteText(/** @type {HTMLTextAreaElement} */ (field));
    else this.noteChoice(form);
  }

  /** @param {HTMLTextAreaElement} field */
  noteText(field) {
    // A discussion has a place to write below each post; the text goes along to where it is said.
    for (const text of papersOf(this.stage)) {
      text.value = field.value;
      countWords(text);
    }
    this.keepSoon(field);
  }

  /** @param {Element} form */
  noteReset(form) {
    const [text] = papersOf(form);
    if (text) this.noteText(text);
  }

  /** @param {HTMLFormElement} form  shows what goes with the present choice, and what follows from it */
  noteChoice(form) {
    const parts = all(form, "[data-with]");
    for (const part of parts) part.hidden = true;
    for (const part of parts) {
      const chosen = checkedIn(form).map((input) => input.value);
      part.hidden = !part.dataset.with?.split(" ").every((value) => chosen.includes(value));
    }
    const list = find(form, "[data-rules]");
    if (list) this.showPreview(list, form);
  }

  /** @param {HTMLElement} list @param {HTMLFormElement} form */
  showPreview(list, form) {
    /** @type {{when: Rule | null}[]} */
    const rules = JSON.parse(list.dataset.rules ?? "[]");
    const values = Object.fromEntries(groupsOf(form));
    const changed = all(list, "li").filter((line, n) => line.hidden === holds(rules[n].when, values));
    for (const line of changed) line.hidden = !line.hidden;
    const said = [true, false].flatMap((isGone) => {
      const lines = changed.filter((line) => line.hidden === isGone).map((line) => line.textContent);
      return lines.length ? [list.dataset[isGone ? "gone" : "shown"], ...lines] : [];
    });
    if (said.length) this.say(said.join(" ").replace(/\s+/g, " "));
  }

  // Drafts

  draftsOfAttempt() {
    return `competency:${this.learner}:${this.root.id}:${this.position().attempt}:`;
  }

  draftKey() {
    return this.draftsOfAttempt() + find(this.stage, "[data-draft]")?.dataset.draft;
  }

  /** @param {HTMLTextAreaElement} field  kept in the browser at once, and soon with the account */
  keepSoon(field) {
    const place = stored((storage) => (storage.setItem(this.draftKey(), field.value), "here")) ?? "nowhere";
    this.sayKept(place);
    if (!this.saveBy) this.saveBy = Date.now() + LONGEST_UNSAVED;
    clearTimeout(this.timers.draft);
    this.timers.draft = setTimeout(() => this.saveDraft(), Math.min(QUIET, this.saveBy - Date.now()));
  }

  /** @param {boolean} [isLeaving] */
  async saveDraft(isLeaving = false) {
    this.saveBy = 0;
    const [field] = papersOf(this.stage);
    if (!field?.matches("[data-save]") || this.busy || field.value === this.savedText) return;
    if (this.isSaving && !isLeaving) return;
    const text = field.value;
    const key = this.draftKey();
    this.savedText = text;
    this.isSaving = true;
    const { reply } = await this.post("draft", { ...this.position(), text, request: newId() }, isLeaving);
    this.isSaving = false;
    if (reply.saved) stored((storage) => storage.getItem(key) === text && storage.removeItem(key));
    if (!field.isConnected || this.savedText !== text) return;
    if (!reply.saved) this.savedText = null;
    else if (field.value === text) this.sayKept("account");
    else this.keepSoon(field);
    const advice = find(this.stage, "[data-advice]");
    if (advice && reply.saved && reply.html) advice.innerHTML = reply.html;
  }

  /** @param {string} place  where the text is kept: here, account, nowhere */
  sayKept(place) {
    for (const line of all(this.stage, "[data-kept]")) line.textContent = line.dataset[place] ?? "";
  }

  /** The server has the texts so far, and a shared computer must not keep them. */
  forgetDrafts() {
    const drafts = this.draftsOfAttempt();
    stored((storage) => {
      for (const key of Object.keys(storage)) if (key.startsWith(drafts)) storage.removeItem(key);
    });
  }

  // Messages that come one after another

  startPace() {
    const bar = find(this.stage, "[data-pace]");
    const scene = bar?.closest(".scene");
    const choice = bar?.querySelector("input");
    if (!bar || !scene || !choice || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    bar.hidden = false;
    choice.checked = stored((storage) => storage.getItem(this.atOnceKey())) === "yes";
    if (choice.checked) return;
    scene.classList.add("pacing");
    for (const message of all(scene, ".message")) message.hidden = true;
    this.awaitMessage();
  }

  awaitMessage() {
    const next = find(this.stage, ".pacing .message[hidden]");
    if (!next) return this.showAll();
    const typed = PACE.perLetter * (find(next, ".text")?.textContent?.length ?? 0);
    const wait = next.matches(".mine") ? 0 : Math.min(PACE.longest, Math.max(PACE.shortest, typed));
    this.timers.pace = setTimeout(() => {
      next.hidden = false;
      this.awaitMessage();
    }, wait);
  }

  showAll() {
    clearTimeout(this.timers.pace);
    const scene = find(this.stage, ".pacing");
    if (!scene) return;
    for (const message of all(scene, ".message")) message.hidden = false;
    if (document.activeElement?.matches("[data-all]")) find(scene, "h3")?.focus({ preventScroll: true });
    scene.classList.remove("pacing");
  }

  /** @param {HTMLInputElement} choice */
  chooseAtOnce(choice) {
    stored((storage) => storage.setItem(this.atOnceKey(), choice.checked ? "yes" : "no"));
    if (choice.checked) this.showAll();
  }

  atOnceKey() {
    return `competency-at-once:${this.learner}`;
  }

  // Buttons that send nothing, and putting in order

  /** @param {MouseEvent} event */
  press(event) {
    const pressed = /** @type {Element} */ (event.target);
    if (pressed.closest("[data-try]")) this.retry(true);
    else if (pressed.closest("[data-all]")) this.showAll();
    else if (pressed.closest("[data-print]")) print();
    else if (!this.busy) this.step(pressed);
    else if (pressed.matches("input")) event.preventDefault();
  }

  /** @param {Element} pressed */
  step(pressed) {
    const button = /** @type {HTMLElement | null} */ (pressed.closest("[data-step]"));
    const item = button?.closest("li");
    if (!button || !item) return;
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
  const groups = groupsOf(form);
  const isComplete = groups.every(([, value]) => value);
  switch (form.dataset.answer) {
    case "one":
      return values[0];
    case "many":
      return values.length && values.length <= Number(form.dataset.most) ? values : undefined;
    case "order":
      return all(form, "[data-token]").map((item) => item.dataset.token);
    case "rating":
      return isComplete ? Object.fromEntries(groups.map(([name, value]) => [name, Number(value)])) : undefined;
    case "each":
      return isComplete ? Object.fromEntries(groups) : undefined;
    case "thread":
      return isComplete ? { answer: null, text: null, ...Object.fromEntries(groups) } : undefined;
    case "text":
      return text || undefined;
    case "objection":
      return text ? { of: form.dataset.of, reason: text } : undefined;
    case "writing":
      return text ? { text } : undefined;
    default:
      return null;
  }
}

/** @param {HTMLFormElement} form  gets its answer back @param {any} answer @param {string} text */
function fill(form, answer, text) {
  for (const input of form.querySelectorAll("input")) {
    const group = groupOf(input);
    input.checked = group ? String(answer[group]) === input.value : [answer].flat().includes(input.value);
  }
  for (const paper of form.querySelectorAll("textarea")) paper.value = text;
  if (form.dataset.answer !== "order") return;
  const items = all(form, "[data-token]");
  for (const token of answer) {
    const item = items.find((each) => each.dataset.token === token);
    item?.parentElement?.append(item);
  }
}

/** @param {HTMLFormElement} form @returns {[string, string | undefined][]} what each of its groups has been given */
function groupsOf(form) {
  return openGroups(form).map((group) => [group.dataset.group ?? "", valueOf(group)]);
}

/** @param {HTMLFormElement} form  its groups that are shown and have something to choose or to write */
function openGroups(form) {
  return all(form, "[data-group]").filter((group) => isShown(group) && (isText(group) || find(group, "input")));
}

/** @param {HTMLElement} group */
function valueOf(group) {
  if (isText(group)) return group.value.trim() && group.value;
  return checkedIn(group).find((input) => groupOf(input) === group.dataset.group)?.value;
}

/** @param {HTMLFormElement} form  one that is not complete: gives what is to be filled in first */
function firstOpen(form) {
  const group = openGroups(form).find((each) => !valueOf(each));
  return group && isText(group) ? group : find(group ?? form, "input, textarea");
}

/** @param {Element} input */
function groupOf(input) {
  return /** @type {HTMLElement | null} */ (input.closest("[data-group]"))?.dataset.group;
}

/** @param {Element} part  the choices in it that are shown, and what is chosen beforehand */
function checkedIn(part) {
  return /** @type {HTMLInputElement[]} */ (all(part, "input:checked, input[type=hidden]").filter(isShown));
}

/** @param {HTMLFormElement} form  its text; empty where it has none, or only white space */
function textOf(form) {
  const text = [...form.querySelectorAll("textarea")].find(isShown)?.value ?? "";
  return text.trim() && text;
}

/** @param {Element} element */
function isShown(element) {
  return !element.closest("[hidden]");
}

/** @param {Element} element @returns {element is HTMLTextAreaElement} */
function isText(element) {
  return element instanceof HTMLTextAreaElement;
}

/** @param {Rule | null} rule @param {Record<string, string | undefined>} values @returns {boolean} */
function holds(rule, values) {
  const { set, all, any, not } = rule ?? {};
  if (set) return values[set[0]] === set[1];
  if (any) return any.some((each) => holds(each, values));
  if (not) return !holds(not, values);
  return (all ?? []).every((each) => holds(each, values));
}

/** @param {number} status  no reply, or one that broke off: whether the answer was counted is not known */
function isLost(status) {
  return status === 0 || status === 200;
}

/** @param {HTMLTextAreaElement} text */
function countWords(text) {
  const words = text.value.split(/\s+/).filter(Boolean).length;
  const paper = text.parentElement ?? text;
  setText(paper, "[data-count]", String(words));
  const over = find(paper, "[data-over]");
  if (over) over.hidden = words <= Number(over.dataset.over);
}

/** @param {Element} media  a recording or film that could not be loaded: its words stand beside it */
function noteMissing(media) {
  if (media.matches("audio, video")) media.parentElement?.querySelector("[data-missing]")?.removeAttribute("hidden");
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
 * Browsers may refuse storage, and it may be full; what it keeps is a courtesy, so that is no reason to stop.
 *
 * @template T
 * @param {(storage: Storage) => T} use
 */
function stored(use) {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}

/** @param {Element} root @param {string} selector */
function fromTemplate(root, selector) {
  return /** @type {HTMLTemplateElement} */ (root.querySelector(selector)).content.cloneNode(true);
}

/** @param {Element} part @param {string} selector @returns {HTMLElement | null} */
function find(part, selector) {
  return part.querySelector(selector);
}

/** @param {Element} part */
function papersOf(part) {
  return /** @type {HTMLTextAreaElement[]} */ (all(part, PAPER));
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
