// Where the page stands while a thread grows: at its end for whoever is at the end, else where the reader has put it.
"use strict";
(() => {
  // Pixels within which somebody who scrolls down has come to the end, and to which nobody is pulled who scrolls up.
  const NEAR_END = 120;
  // So many messages that it matters, how many of the last are left as they are, and how many are changed at once.
  const MANY = 120, NEAR = 20, AT_ONCE = 40;
  const root = document.documentElement;
  let isStuck = false, before = 0, height = 0, timer = 0;

  const left = () => root.scrollHeight - window.innerHeight - window.scrollY;

  function toEnd() {
    window.scrollTo({ top: root.scrollHeight, behavior: "instant" });
    before = window.scrollY;
    isStuck = true;
    showLatest();
  }

  // Each of many messages is some work for the browser in every frame in which words come. Those that have been shown
  // and are far from the end are left out of it, some at a time; the browser remembers how high they were.
  function leaveFar() {
    const near = [...document.querySelectorAll("#thread > .message:not(.is-far)")];
    if (near.length < MANY) return;
    near.slice(0, Math.min(AT_ONCE, near.length - NEAR)).forEach((message) => message.classList.add("is-far"));
    later(50);
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(leaveFar, pause);
  }
  document.addEventListener("htmx:load", () => later(500));

  // Runs a change of the thread.
  function keepingPlace(change) {
    change();
    if (isStuck) toEnd();
    else showLatest();
  }

  function showLatest() {
    const button = document.getElementById("latest");
    if (button && button.hidden !== left() <= NEAR_END) button.hidden = !button.hidden;
  }

  window.addEventListener("scroll", () => {
    const now = window.scrollY;
    if (left() <= 1) isStuck = true;
    else if (now < before) isStuck = false;
    else if (now > before) isStuck = left() <= NEAR_END;
    before = now;
    showLatest();
  }, { passive: true });

  // A keyboard that comes out on a phone, a window made smaller.
  window.addEventListener("resize", () => { if (isStuck) toEnd(); else showLatest(); });
  // Where a keyboard lies over the page instead of making it smaller, the composer is lifted above it.
  window.visualViewport?.addEventListener("resize", () => {
    const view = window.visualViewport;
    const hidden = view.scale > 1.01 ? 0 : Math.max(0, window.innerHeight - view.height - view.offsetTop);
    if (hidden === height) return;
    height = hidden;
    root.style.setProperty("--keyboard", `${Math.round(hidden)}px`);
    if (isStuck) toEnd();
  });

  function focusOn(element) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  const last = () => [...document.querySelectorAll("#thread > .message")].at(-1);

  document.addEventListener("click", (event) => {
    // The one that was the latest when the page was made may be so no more.
    if (event.target.matches?.("[data-skip-latest]") && last()) {
      event.preventDefault();
      focusOn(last());
      last().scrollIntoView({ block: "start", behavior: "instant" });
    }
    if (event.target.id !== "latest") return;
    // The button goes away: whoever pressed it by keyboard goes on from the last message.
    if (last() && event.detail === 0) focusOn(last());
    toEnd();
  });

  window.colloquy ??= {};
  Object.assign(window.colloquy, { toEnd, keepingPlace, focusOn });
  window.addEventListener("DOMContentLoaded", () => { before = window.scrollY; isStuck = left() <= 1; });
})();
