// Single keys for those who like them, listed on a sheet. None acts while one types, none is a browser's own, and
// all can be switched off, because speech and screen readers use letters as well.
"use strict";
(() => {
  const OFF = "keys-off";
  const sheet = () => document.getElementById("keys");
  const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const isTyping = (it) => it.isContentEditable || it.matches("input:not([type=checkbox], [type=radio]), textarea, select");

  function go(path) { location.assign(path); }

  function search() {
    const field = document.getElementById("shelf-q");
    if (field) { field.focus(); field.select(); } else go(sheet().dataset.search);
  }

  // Through the list beside the thread, or the page's own.
  function step(by) {
    const links = [...document.querySelectorAll(".shelf-link")].filter((link) => link.checkVisibility());
    if (!links.length) return;
    const focused = links.indexOf(document.activeElement);
    const from = focused >= 0 ? focused : links.findIndex((link) => link.ariaCurrent === "page");
    const link = links[Math.max(0, Math.min(links.length - 1, from + by))];
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  }

  function write() { document.getElementById("composer-text")?.focus(); }

  function editLast() { [...document.querySelectorAll("[data-edit]")].at(-1)?.click(); }

  function escape(event) {
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.preventDefault();
    } else if (event.target.id === "composer-text") event.target.blur();
  }

  const KEYS = {
    "?": () => sheet().showModal(),
    "/": search,
    n: () => go(sheet().dataset.begin),
    j: () => step(1),
    k: () => step(-1),
    c: write,
    e: editLast,
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!sheet() || sheet().open) return;
    if (event.key === "Escape") { escape(event); return; }
    if (isTyping(event.target) || isOff()) return;
    // Arrows only where the list has the focus: elsewhere they scroll.
    const isOnList = event.target.matches(".shelf-link");
    const key = isOnList && event.key === "ArrowDown" ? "j" : isOnList && event.key === "ArrowUp" ? "k" : event.key;
    if (!Object.hasOwn(KEYS, key)) return;
    event.preventDefault();
    KEYS[key]();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys]")) sheet().showModal();
    // Beside the sheet.
    else if (event.target === sheet()) sheet().close();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "keys-on") return;
    try { localStorage.setItem(OFF, event.target.checked ? "0" : "1"); } catch { /* It holds for this page then. */ }
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (!sheet()) return;
    document.querySelectorAll("[data-keys]").forEach((button) => { button.hidden = false; });
    document.getElementById("keys-on").checked = !isOff();
    if (location.hash === "#shelf-q") search();
  });
})();
