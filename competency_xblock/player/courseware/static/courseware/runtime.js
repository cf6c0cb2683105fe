// @ts-check
/**
 * The browser's side of the XBlock runtime: starts every block on the page and gives it what Open edX gives it.
 *
 * A block's element names its init function (`data-init`), where its handlers are (`data-handlers`) and, in a child
 * `script[type="json/xblock-args"]`, what to hand over. Nothing is sent from here; blocks send, with the header
 * `X-CSRFToken` from the cookie `csrftoken`. Load this after the scripts of the blocks.
 */
(function () {
  "use strict";

  const BLOCK = "xblock-v1";
  const ASIDE = "xblock_asides-v1";
  const VERSION = "1";

  /** @typedef {Record<string, any>} Block what an init function made; it also has element, name, type and runtime */
  /** @typedef {Element | { get(index: number): Element }} ElementLike a DOM node, or what jQuery makes of one */

  /** Every block that was started, with its children. @type {WeakMap<Element, Block[]>} */
  const childrenOf = new WeakMap();

  /** @param {ElementLike} element @returns {HTMLElement} */
  function node(element) {
    return /** @type {HTMLElement} */ (element instanceof Element ? element : element.get(0));
  }

  /** What an init function gets as its first argument. Each block has its own. */
  class Runtime {
    /** @param {HTMLElement} element */
    constructor(element) {
      this.element = element;
    }

    /**
     * The address of a handler of the block at `element`. `query` comes without a question mark.
     * @param {ElementLike} element @param {string} handler @param {string} [suffix] @param {string} [query]
     */
    handlerUrl(element, handler, suffix, query) {
      const address = node(element).dataset.handlers + encodeURIComponent(handler);
      return address + (suffix ? "/" + suffix : "") + (query ? "?" + query : "");
    }

    /** The blocks that stand directly in the block at `element`. @param {ElementLike} element */
    children(element) {
      return childrenOf.get(node(element)) ?? [];
    }

    /** The one of them with this name. @param {ElementLike} element @param {string} name */
    childMap(element, name) {
      return this.children(element).find((child) => child.name === name);
    }

    /** Tell the page of something: an event `xblock:NAME` on the block's element. @param {string} name @param {any} [data] */
    notify(name, data) {
      this.element.dispatchEvent(new CustomEvent("xblock:" + name, { bubbles: true, detail: data }));
    }
  }

  /** Start all blocks in `root` that are not inside another block, and what is inside them first. @param {ElementLike} root */
  function initializeBlocks(root) {
    const elements = nearest(node(root));
    const blocks = elements.filter((element) => element.classList.contains(BLOCK));
    const asides = elements.filter((element) => element.classList.contains(ASIDE));
    return [...blocks.map(initializeBlock), ...asides.map(initializeAside)];
  }

  /** @param {Element} element @returns {Block} */
  function initializeBlock(element) {
    const block = node(element);
    childrenOf.set(block, initializeBlocks(block));
    return start(block);
  }

  /** @param {HTMLElement} aside @returns {Block} */
  function initializeAside(aside) {
    const beside = [...(aside.parentElement?.children ?? [])].find(
      (each) => each instanceof HTMLElement && each.dataset.usage === aside.dataset.blockId && each !== aside,
    );
    // Asides were written for a runtime that hands them a jQuery object; blocks get a DOM node.
    const { jQuery } = /** @type {any} */ (window);
    return start(aside, jQuery ? jQuery(beside) : beside);
  }

  /** @param {HTMLElement} element @param {any[]} between what comes before the block's own arguments @returns {Block} */
  function start(element, ...between) {
    const runtime = new Runtime(element);
    const block = construct(element, [runtime, element, ...between]);
    element.classList.add("xblock-initialized");
    return Object.assign(block, {
      element,
      runtime,
      name: element.dataset.name,
      type: element.dataset.blockType,
    });
  }

  /** A block that cannot start must not keep the others from starting. @param {HTMLElement} element @param {any[]} before */
  function construct(element, before) {
    const { init, runtimeVersion, usage } = element.dataset;
    if (!init) return {};
    try {
      if (runtimeVersion !== VERSION) throw new Error(`it asks for version ${runtimeVersion} of the runtime`);
      const make = /** @type {any} */ (window)[init];
      if (typeof make !== "function") throw new Error(`there is no function ${init}`);
      const args = [...before, initArguments(element)];
      const made = make.prototype ? new make(...args) : make(...args);
      return made instanceof Object ? made : {};
    } catch (error) {
      console.error(`The block ${usage} could not start.`, error);
      return {};
    }
  }

  /** @param {HTMLElement} element */
  function initArguments(element) {
    const script = [...element.children].find((child) => child.matches('script[type="json/xblock-args"]'));
    return script ? JSON.parse(script.textContent || "{}") : {};
  }

  /** The elements of blocks and asides below `root`, without those that stand in another. @param {Element} root @returns {HTMLElement[]} */
  function nearest(root) {
    return [...root.children].flatMap((child) =>
      child instanceof HTMLElement && (child.classList.contains(BLOCK) || child.classList.contains(ASIDE))
        ? [child]
        : nearest(child),
    );
  }

  const begin = () => void initializeBlocks(document.body);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();

  // Blocks that fetch other blocks' HTML start them by this name, as in Open edX.
  Object.assign(window, { XBlock: { initializeBlock, initializeBlocks } });
})();
