// What the public pages do beyond HTMX: copy a section's address, keep the focus in a feed that grew, go back.
(() => {
  "use strict";

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-copy]");
    if (!link || event.metaKey || event.ctrlKey || !navigator.clipboard) return;
    const said = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return; // The link still leads to the section, and its address can be copied from there.
    }
    link.classList.add("is-copied");
    if (said) said.textContent = gettext("The link to this section is copied.");
    setTimeout(() => {
      link.classList.remove("is-copied");
      if (said) said.textContent = "";
    }, 2000);
  });

  // A citation may lead to what is folded away.
  function unfoldTarget() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details")) target.open = true;
  }
  window.addEventListener("hashchange", unfoldTarget);
  document.addEventListener("DOMContentLoaded", unfoldTarget);

  // Back and Forward, pressed faster than they are answered: only the last is shown, and nothing that was asked before.
  let restoring = null;
  document.addEventListener("htmx:historyCacheMiss", (event) => {
    restoring?.abort();
    restoring = event.detail.xhr;
    for (const asking of document.querySelectorAll("[data-hx-get].htmx-request")) htmx.trigger(asking, "htmx:abort");
  });

  // The link that asked for more is replaced by what it asked for: whoever pressed it goes on from there.
  let pressed = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    pressed = target.classList.contains("feed-more") && target.contains(document.activeElement);
  });
  document.addEventListener("htmx:load", (event) => {
    if (!pressed) return;
    const next = event.detail.elt.querySelector("a[href]");
    if (!next) return;
    pressed = false;
    next.focus({ preventScroll: true });
  });

  // Who opened a card far down in a list that grew finds that card again on the way back. What is known of the place
  // stands in the history's entry, the card in its address: a browser that still has the page needs neither. Feeds see
  // to it themselves (discovery.js).
  document.addEventListener("click", (event) => {
    const card = event.target.closest("a[href]")?.closest(".card[id]");
    if (!card || card.closest("[data-feed]")) return;
    const place = { cards: document.querySelectorAll(".card").length, top: card.getBoundingClientRect().top };
    history.replaceState({ ...history.state, place }, "", `#${card.id}`);
  });

  function grown() {
    return new Promise((resolve) => {
      document.addEventListener("htmx:afterSettle", resolve, { once: true });
      setTimeout(resolve, 5000);
    });
  }

  async function findCard() {
    const id = location.hash.slice(1);
    if (!id.startsWith("card-") || document.getElementById(id)) return;
    const place = history.state?.place ?? { cards: 240, top: innerHeight / 2 };
    while (document.querySelectorAll(".card").length < place.cards) {
      const more = document.querySelector(".feed-more a[href]");
      if (!more) return;
      const next = grown();
      more.click();
      await next;
      const card = document.getElementById(id);
      if (card) return scrollBy({ top: card.getBoundingClientRect().top - place.top, behavior: "instant" });
    }
  }
  addEventListener("load", findCard);
})();
