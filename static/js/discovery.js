// What the pages that lead on do beyond HTMX: remember what was opened, and bring one back to where one was in a feed.
(() => {
  "use strict";

  // --- What was opened: in this browser only, the latest first --------------------------------------------------
  const KEY = "opened", MOST = 12, DAYS = 30;

  function opened() {
    try {
      const since = Date.now() - DAYS * 24 * 3600 * 1000;
      return JSON.parse(localStorage.getItem(KEY) || "[]").filter((it) => it.at > since && /^[a-z0-9-]{1,80}$/.test(it.slug));
    } catch {
      return []; // Storage may be off, or hold what is not ours.
    }
  }

  function keep(list) {
    try {
      if (list.length) localStorage.setItem(KEY, JSON.stringify(list.slice(0, MOST)));
      else localStorage.removeItem(KEY);
    } catch {
      // Then nothing is remembered.
    }
  }

  function remember(slug, talked) {
    const list = opened();
    const before = list.find((it) => it.slug === slug);
    keep([
      { slug, at: Date.now(), talked: Boolean(talked || (before && before.talked)) },
      ...list.filter((it) => it.slug !== slug),
    ]);
  }

  const page = document.querySelector("[data-opened]");
  if (page) {
    remember(page.dataset.opened, false);
    // Whoever begins a conversation has talked, wherever the way to it leads.
    const talked = () => remember(page.dataset.opened, true);
    for (const link of document.querySelectorAll('.begin a[href*="/chat/with/"]')) link.addEventListener("click", talked);
    for (const form of document.querySelectorAll("form.begin")) form.addEventListener("submit", talked);
  }

  // --- The feed of the first page -------------------------------------------------------------------------------
  // What the feed began with: who comes back finds it as it was, without what they opened from it.
  let began = "";

  function whatWasOpened() {
    const list = opened(), slugs = (some) => some.map((it) => it.slug).join(",");
    const talked = slugs(list.filter((it) => it.talked));
    return list.length ? `seen=${slugs(list)}${talked && `&talked=${talked}`}` : "";
  }

  function explore(query, num) {
    const section = document.getElementById("explore");
    if (!section || !(query || num)) return Promise.resolve();
    began = query;
    const address = `${section.dataset.explore}?${query}${num ? `&num=${num}` : ""}`;
    return htmx.ajax("GET", address, { target: section, swap: "outerHTML" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-forget]");
    if (!link) return;
    keep([]);
    began = "";
    history.replaceState({ ...history.state, place: null }, "");
    const section = document.getElementById("explore");
    if (!section) return; // The link leads to the first page, which then begins with nothing.
    event.preventDefault();
    htmx.ajax("GET", section.dataset.explore, { target: section, swap: "outerHTML" }).then(() => {
      document.getElementById("explore_head").focus();
    });
  });

  // --- Back to where one was ------------------------------------------------------------------------------------
  // Whoever follows a link of a feed leaves behind, in this entry of the history, how far it had grown and which it was.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-feed] a[href]");
    const card = link && link.closest("li[id]");
    if (!card || card.classList.contains("feed-more")) return;
    const list = card.closest("[data-feed]");
    const place = {
      feed: list.dataset.feed,
      began,
      num: list.querySelectorAll(":scope > .card").length,
      card: card.id,
      top: card.getBoundingClientRect().top,
      y: window.scrollY,
    };
    history.replaceState({ ...history.state, place }, "");
  });

  function comeBack() {
    const place = history.state && history.state.place;
    const list = place && document.querySelector(`[data-feed="${CSS.escape(place.feed)}"]`);
    if (!list) return explore(whatWasOpened());
    return grown(list, place).then(() => {
      const card = document.getElementById(place.card);
      if (!card) return window.scrollTo(0, place.y); // The catalog changed meanwhile: as far down as it was.
      window.scrollBy(0, card.getBoundingClientRect().top - place.top);
      card.querySelector("a[href]").focus({ preventScroll: true });
    });
  }

  // As long as it was, in one request.
  function grown(list, place) {
    if (place.feed === "explore" && document.getElementById("explore")) return explore(opened().length ? place.began : "", place.num);
    const more = list.querySelector(".feed-more a");
    if (list.querySelectorAll(":scope > .card").length >= place.num || !more) return Promise.resolve();
    const address = new URL(more.href);
    address.searchParams.delete("after");
    address.searchParams.set("num", place.num);
    return htmx.ajax("GET", address.pathname + address.search, { target: list, swap: "innerHTML" });
  }

  comeBack();
})();
