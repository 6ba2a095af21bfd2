// The list of conversations: dates and days as the reader's own clock has them; menus that close; titles that save.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const dayOf = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const daysAgo = (day, today) => Math.round((today - day) / 86400000);

  function headingOf(date) {
    const today = dayOf(new Date());
    const ago = daysAgo(dayOf(date), today);
    if (ago <= 0) return gettext("Today");
    if (ago === 1) return gettext("Yesterday");
    // Weeks begin on Monday.
    if (ago <= (today.getDay() + 6) % 7) return gettext("This week");
    const isThisYear = date.getFullYear() === today.getFullYear();
    return date.toLocaleDateString(language, isThisYear ? { month: "long" } : { month: "long", year: "numeric" });
  }

  function tellDate(time) {
    const date = new Date(time.dateTime);
    const isToday = headingOf(date) === gettext("Today");
    time.textContent = isToday
      ? date.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" })
      : date.toLocaleDateString(language, { day: "numeric", month: "short", year: "numeric" });
  }

  // The heading of a list, also once its only row was deleted and is put back.
  const patterns = new WeakMap();

  // The server groups by the site's time zone; where the reader's differs, headings move by a row or two.
  function regroup(list) {
    const first = list.querySelector("[data-when]");
    const pattern = (first ?? patterns.get(list))?.cloneNode(true);
    if (!pattern) return;
    patterns.set(list, pattern);
    let row = first ? first.nextElementSibling : list.firstElementChild;
    list.querySelectorAll("[data-when]").forEach((heading) => heading.remove());
    let shown = "";
    for (; row; row = row.nextElementSibling) {
      const time = row.querySelector("time");
      if (!time) continue;
      const heading = headingOf(new Date(time.dateTime));
      if (heading === shown) continue;
      shown = heading;
      const place = pattern.cloneNode(true);
      place.firstElementChild.textContent = heading;
      row.before(place);
    }
  }

  function tellDates() {
    document.querySelectorAll(".shelf-row time").forEach(tellDate);
    document.querySelectorAll(".chat-list ol, ol.conversation-list").forEach(regroup);
  }

  // --- Menus: one at a time, closed by a click elsewhere; Escape is in keys.js -----------------------------------
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("details.menu") || !event.target.open) return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (menu !== event.target) menu.open = false; });
  }, true);
  document.addEventListener("click", (event) => {
    const inside = event.target.closest?.("details.menu");
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== inside || event.target.closest("a.menu-item")) menu.open = false;
    });
  });

  // --- The title in the head: as it was, it needs no button to save it --------------------------------------------
  document.addEventListener("input", (event) => {
    if (event.target.id !== "conversation-title") return;
    event.target.form.classList.toggle("is-changed", event.target.value !== event.target.defaultValue);
  });

  // The address says what is looked for, so that a reload and a link find it again.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.(".shelf-search");
    if (!form || !event.detail.successful) return;
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(history.state, "", asked.size ? `?${asked}` : location.pathname);
  });

  document.addEventListener("htmx:load", tellDates);
  document.addEventListener("DOMContentLoaded", tellDates);
})();
