// Follows replies as they are written. The cursor goes into the address, so that every reconnect continues
// where the page is; the server's fragment replaces the bubble when the reply is final.
"use strict";
(() => {
  const following = new Map();
  const NEAR_END = 120;

  const isAtEnd = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - NEAR_END;
  const toEnd = () => window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });

  // Runs a change and keeps a reader who is at the end at the end; everyone else stays where they read.
  function keepingPlace(change) {
    const wasAtEnd = isAtEnd();
    change();
    if (wasAtEnd) toEnd();
    showLatest();
  }

  function showLatest() {
    const button = document.getElementById("latest");
    if (button) button.hidden = isAtEnd() || following.size === 0;
  }

  function follow(bubble) {
    if (following.has(bubble.id)) return;
    const text = bubble.querySelector("[data-text]");
    const status = bubble.querySelector("[data-status]");
    const state = { cursor: bubble.dataset.cursor, waiting: "", frame: 0, delay: 500 };
    following.set(bubble.id, state);

    function show() {
      state.frame = 0;
      const waiting = state.waiting;
      state.waiting = "";
      keepingPlace(() => text.append(waiting));
    }

    function connect() {
      if (!following.has(bubble.id)) return;
      const source = new EventSource(`${bubble.dataset.events}?after=${state.cursor}`);
      source.addEventListener("open", () => { state.delay = 500; });
      source.addEventListener("piece", (event) => {
        state.cursor = event.lastEventId;
        state.waiting += JSON.parse(event.data).text;
        status.textContent = "Writing…";
        if (!state.frame) state.frame = requestAnimationFrame(show);
      });
      source.addEventListener("reset", (event) => {
        state.cursor = event.lastEventId;
        state.waiting = "";
        keepingPlace(() => text.replaceChildren());
      });
      source.addEventListener("final", () => { source.close(); finish(); });
      // The browser's own reconnect would use the old address: close, and come back with the new cursor.
      source.addEventListener("error", () => {
        source.close();
        status.textContent = "Reconnecting…";
        setTimeout(reconnect, state.delay);
        state.delay = Math.min(state.delay * 2, 8000);
      });
    }

    // Nobody knocks for ever at a conversation that is deleted, or that one is signed out of.
    async function reconnect() {
      if (state.delay < 4000 || !(await isGone())) connect();
      else status.textContent = "This reply cannot be followed any more. Reload the page.";
    }

    async function isGone() {
      try {
        const answer = await fetch(bubble.dataset.fragment, { headers: { "HX-Request": "true" } });
        return answer.status === 404 || answer.redirected;
      } catch {
        return false;
      }
    }

    async function finish() {
      let html = "";
      try {
        const answer = await fetch(bubble.dataset.fragment, { headers: { "HX-Request": "true" } });
        // Deleted in another tab: nothing will come any more.
        if (answer.status === 404) return;
        if (!answer.ok) throw new Error(answer.status);
        html = await answer.text();
      } catch {
        setTimeout(finish, 1500);
        return;
      }
      following.delete(bubble.id);
      const fresh = document.createRange().createContextualFragment(html).querySelector(`#${bubble.id}`);
      // Signed out meanwhile, it is the sign-in page: go there as a page.
      if (!fresh) { location.reload(); return; }
      keepingPlace(() => bubble.replaceWith(fresh));
      htmx.process(fresh);
      if (fresh.dataset.events) follow(fresh);
      else announce(fresh);
    }

    connect();
  }

  // Screen readers hear a reply once, when it is whole.
  function announce(message) {
    const announcer = document.getElementById("announcer");
    if (!announcer) return;
    const who = message.querySelector(".message-who").textContent;
    announcer.textContent = `${who}: ${message.querySelector(".message-text").textContent}`;
  }

  function followAll(root) {
    if (root.matches?.("[data-events]")) follow(root);
    root.querySelectorAll?.("[data-events]").forEach(follow);
  }

  function grow(area) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "composer-text" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "composer-text") grow(event.target);
  });
  // One send at a time: a second Enter while the first is under way does nothing.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target;
    if (form.id !== "composer") return;
    // What is being sent stays noted as it was: text typed meanwhile must not be taken for it and cleared.
    if (form.dataset.sending) event.preventDefault();
    else form.dataset.sending = form.elements.text.value;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (form.id !== "composer") return;
    const area = form.elements.text;
    // Only what the server has taken is cleared: not a refused text, and not what was typed meanwhile.
    const isTaken = event.detail.successful && !event.detail.xhr.getResponseHeader("HX-Retarget");
    if (isTaken && area.value === form.dataset.sending) area.value = form.dataset.draft ?? "";
    delete form.dataset.sending;
    delete form.dataset.draft;
    grow(area);
    if (isTaken) toEnd();
    if (event.detail.successful) delete form.dataset.renewed;
    else if (event.detail.xhr.status === 403 && !form.dataset.renewed) sendWithNewToken(form);
    else sayNotSent();
  });
  // Signing in, be it in another tab, changes the token that forms carry: take the new one and send once more.
  async function sendWithNewToken(form) {
    form.dataset.renewed = "true";
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const token = page.querySelector("#composer [name=csrfmiddlewaretoken]").value;
      document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    } catch {
      sayNotSent();
      return;
    }
    form.requestSubmit();
  }
  // A refusal brings a composer with the refused text: what was typed since then stays instead.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "composer") return;
    const typed = event.detail.target.elements.text.value;
    document.addEventListener("htmx:afterSwap", () => {
      const area = document.getElementById("composer-text");
      area.value = typed;
      grow(area);
    }, { once: true });
  });
  function sayNotSent() {
    const place = document.getElementById("composer-error");
    const words = document.createElement("p");
    words.className = "error";
    words.setAttribute("role", "alert");
    words.textContent = "That was not sent: the site could not be reached. Your text is still here, send it again.";
    place?.replaceChildren(words);
  }
  // A starter question offered under a reply is sent like a typed message.
  document.addEventListener("submit", (event) => {
    const composer = document.getElementById("composer");
    if (!event.target.matches("[data-offer]") || !composer) return;
    event.preventDefault();
    if (!composer.dataset.sending) {
      composer.dataset.draft = composer.elements.text.value;
      composer.elements.text.value = event.target.elements.text.value;
    }
    composer.requestSubmit();
  });
  document.addEventListener("htmx:load", (event) => followAll(event.target));
  document.addEventListener("scroll", showLatest, { passive: true });
  document.addEventListener("click", (event) => { if (event.target.id === "latest") toEnd(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("DOMContentLoaded", () => {
    followAll(document);
    const area = document.getElementById("composer-text");
    if (area) grow(area);
    if (document.getElementById("thread") && !location.hash && !location.search) toEnd();
  });
})();
