// A character's page: marks in the contents where one is reading, and leads back to where one was in the catalog.
"use strict";
(() => {
  const KEPT = "catalog";

  // --- Where one is reading ---

  function follow() {
    const contents = document.querySelector(".contents");
    const links = [...(contents?.querySelectorAll('a[href^="#"]') ?? [])];
    const parts = links.map((link) => document.getElementById(link.hash.slice(1)));
    let current = null, isAsked = false;

    function mark() {
      isAsked = false;
      const line = innerHeight / 3;
      const at = parts.findLastIndex((part) => part && part.getBoundingClientRect().top <= line);
      if (links[at] === current) return;
      current?.removeAttribute("aria-current");
      current = links[at] ?? null;
      if (!current) return;
      current.setAttribute("aria-current", "true");
      // Long contents have a scroll bar of their own. The page itself stays where it is.
      const top = current.offsetTop - contents.offsetTop;
      if (top < contents.scrollTop || top + current.offsetHeight > contents.scrollTop + contents.clientHeight)
        contents.scrollTop = top - contents.clientHeight / 2;
    }
    addEventListener("scroll", () => {
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(mark);
    }, { passive: true });
    mark();
  }

  // --- Back to the catalog ---

  // The address, and the card that was opened. Kept for this tab, told to nobody.
  function remembered(catalog) {
    try {
      const from = document.referrer && new URL(document.referrer);
      if (from && from.origin === location.origin && from.pathname === catalog)
        sessionStorage.setItem(KEPT, from.pathname + from.search + "#card-" + location.pathname.slice(catalog.length).split("/")[0]);
      return sessionStorage.getItem(KEPT) ?? "";
    } catch {
      return ""; // A browser that keeps nothing: the link leads to the catalog's first page.
    }
  }

  function leadBack() {
    const link = document.querySelector("a[data-catalog]");
    if (!link) return;
    const catalog = new URL(link.href).pathname;
    const kept = remembered(catalog);
    if (!kept.startsWith(catalog + "?") && !kept.startsWith(catalog + "#")) return;
    link.href = kept;
    link.textContent = link.dataset.backLabel;
    link.classList.add("is-back");

    // Who came from there goes back there, to the very place in a list that has grown; unless they have moved on since.
    let isNext = document.referrer.startsWith(location.origin + catalog + "?") || document.referrer === location.origin + catalog;
    isNext = isNext && history.length > 1 && !location.hash;
    addEventListener("hashchange", () => { isNext = false; });
    link.addEventListener("click", (event) => {
      if (!isNext || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.back();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    follow();
    leadBack();
  });
})();
