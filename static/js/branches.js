// Moves about in the tree of a conversation: other variants, edited messages, earlier and later parts, and what
// another tab has added. The place where one reads and the focus stay with what one pressed.
"use strict";
(() => {
  // Milliseconds between two looks while a hidden variant is being written, and at least between any two.
  const WHILE_WRITTEN = 2500;
  const AT_MOST_EVERY = 1000;

  const thread = () => document.getElementById("thread");
  const topOf = (element) => element.getBoundingClientRect().top;

  // The browser's own anchoring would move the page a second time.
  function unanchored(change) {
    const root = document.documentElement;
    root.style.overflowAnchor = "none";
    change();
    requestAnimationFrame(() => requestAnimationFrame(() => { root.style.overflowAnchor = ""; }));
  }

  function focusOn(element) {
    if (!element) return;
    if (element.matches("li")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  function keepAt(element, top) {
    window.scrollBy({ top: topOf(element) - top, behavior: "instant" });
    // What had begun above the window begins in it.
    const message = element.closest(".message");
    if (message && topOf(element) < 0) message.scrollIntoView({ block: "start", behavior: "instant" });
  }

  const firstId = (html) => /<li[^>]*\sid="(message-\d+)"/.exec(html)?.[1];

  // --- The rest of the thread is replaced ---------------------------------------------------------------------

  // What to take into the new message: the arrow that was pressed, else the first thing one can do there.
  function next(message, pressed) {
    const arrows = [...message.querySelectorAll(".variant:not(:disabled)")];
    const way = pressed?.dataset.way;
    if (way) return arrows.find((arrow) => arrow.dataset.way === way) ?? arrows[0];
    return message.querySelector("[data-stop] button, [data-edit], .reply-actions button") ?? message;
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, requestConfig } = event.detail;
    if (!xhr.getResponseHeader("Thread-Rest") || !target.closest("#thread")) return;
    const pressed = requestConfig.elt.querySelector("button[data-way]");
    const top = topOf(pressed ?? target);
    const id = firstId(event.detail.serverResponse);
    const wasInside = target.contains(document.activeElement);
    while (target.nextElementSibling) {
      window.colloquy.leave(target.nextElementSibling);
      target.nextElementSibling.remove();
    }
    window.colloquy.leave(target);
    document.documentElement.style.overflowAnchor = "none";
    document.addEventListener("htmx:afterSwap", () => unanchored(() => {
      const message = document.getElementById(id);
      if (!message) return;
      const control = next(message, pressed);
      if (wasInside || pressed) focusOn(control);
      keepAt(pressed && control ? control : message, top);
      look();
    }), { once: true });
  });

  // --- A message is edited in place, and left as it is -----------------------------------------------------------

  document.addEventListener("htmx:afterSwap", (event) => {
    const id = firstId(event.detail.xhr?.responseText ?? "");
    const message = id && document.getElementById(id);
    if (!message?.closest("#thread")) return;
    const area = message.querySelector(".edit textarea");
    if (area) {
      area.style.height = `${area.scrollHeight + 2}px`;
      area.focus({ preventScroll: true });
      area.setSelectionRange(area.value.length, area.value.length);
      message.scrollIntoView({ block: "nearest", behavior: "instant" });
    } else if (event.detail.requestConfig.elt.matches("[data-cancel]")) {
      focusOn(message.querySelector("[data-edit]"));
    }
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches(".edit textarea")) return;
    event.target.style.height = "auto";
    event.target.style.height = `${event.target.scrollHeight + 2}px`;
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(".edit");
    if (!form || event.isComposing) return;
    if (event.key === "Escape") form.querySelector("[data-cancel]").click();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  // --- Earlier and later parts -------------------------------------------------------------------------------------

  document.addEventListener("htmx:beforeSwap", (event) => {
    const more = event.detail.target;
    if (!more.matches(".chat-more")) return;
    const isAbove = more.matches(".chat-earlier");
    const wasFocused = more.contains(document.activeElement);
    const beside = isAbove ? more.nextElementSibling : more.previousElementSibling;
    const top = topOf(beside);
    document.documentElement.style.overflowAnchor = "none";
    document.addEventListener("htmx:afterSwap", () => unanchored(() => {
      window.scrollBy({ top: topOf(beside) - top, behavior: "instant" });
      if (!wasFocused) return;
      focusOn(isAbove ? document.querySelector(".chat-earlier a") ?? beside : beside.nextElementSibling);
    }), { once: true });
  });

  // --- What another tab, or another device, has added -----------------------------------------------------------------

  let lookedAt = 0;
  let timer = 0;
  let isLooking = false;

  const shown = () => [...(thread()?.querySelectorAll(":scope > [id^=message-]") ?? [])];

  // In use: what has the focus, or an open form, is left alone.
  const isUsed = (message) => message.contains(document.activeElement) || message.querySelector(".edit");

  async function look({ isBack = false } = {}) {
    clearTimeout(timer);
    const last = shown().at(-1);
    if (!thread()?.dataset.part || !last || document.hidden) return;
    const wait = lookedAt + AT_MOST_EVERY - Date.now();
    if (!isBack && (isLooking || wait > 0)) { timer = setTimeout(() => look(), Math.max(wait, 100)); return; }
    lookedAt = Date.now();
    isLooking = true;
    try {
      const address = `${thread().dataset.part}?with=${last.id.slice("message-".length)}`;
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      const isMine = answer.ok && !answer.headers.get("HX-Retarget");
      if (isMine) take(await answer.text(), last);
      // Whoever goes back after signing out, or after deleting it, finds no conversation in the browser's cache.
      else if (isBack) location.reload();
    } catch {
      // The next look, or the next message, finds it.
    } finally {
      isLooking = false;
    }
    if (document.querySelector(".variants.is-written")) timer = setTimeout(look, WHILE_WRITTEN);
  }

  function take(html, last) {
    // Something was said or chosen here meanwhile.
    if (shown().at(-1) !== last) return;
    const fresh = document.createRange().createContextualFragment(html);
    const after = fresh.querySelector("#composer-after")?.value;
    const isWhole = !thread().querySelector(".chat-later");
    let isBelow = false;
    window.colloquy.keepingPlace(() => {
      for (const message of fresh.querySelectorAll("[id^=message-]")) {
        const before = document.getElementById(message.id);
        if (before) mend(before, message);
        else if (isBelow && isWhole) arrive(message, () => thread().append(message));
        isBelow ||= message.id === last.id;
      }
    });
    const field = document.getElementById("composer-after");
    if (field && after && isWhole) field.value = after;
  }

  function mend(before, message) {
    if (before.dataset.is === message.dataset.is || isUsed(before)) return;
    // Its words are being followed: they come by themselves, and its end too.
    if (before.dataset.events && message.dataset.events) return;
    window.colloquy.leave(before);
    arrive(message, () => before.replaceWith(message));
  }

  function arrive(message, put) {
    put();
    window.htmx.process(message);
    window.colloquy.follow(message);
  }

  for (const [where, what] of [[document, "visibilitychange"], [window, "focus"], [window, "online"]]) {
    where.addEventListener(what, () => look());
  }
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (thread()?.dataset.part) look({ isBack: true });
    else location.reload();
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector(".variants.is-written")) timer = setTimeout(look, WHILE_WRITTEN);
  });
})();
