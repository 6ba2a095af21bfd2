// Follows replies as they are written. The cursor goes into the address, so that every reconnect continues
// where the page is; the server's fragment replaces the bubble when the reply is final.
"use strict";
(() => {
  const following = new Map();
  // Failures after which the server is asked whether there is still something to follow; milliseconds.
  const FEW = 3;
  const MAX_PAUSE = 15000;
  const LONG_OPEN = 10000;
  // Silence after which the connection may be one that nobody holds at the other end any more.
  const TOO_QUIET = 25000;

  const { keepingPlace, toEnd, focusOn, streamed } = window.colloquy;

  function follow(bubble) {
    if (following.has(bubble.id)) return;
    const text = streamed(bubble.querySelector("[data-text]"));
    const status = bubble.querySelector("[data-status]");
    const state = {
      cursor: bubble.dataset.cursor, failures: 0, openedAt: 0, heardAt: 0, source: null,
      again: connect, leave: () => { state.source?.close(); following.delete(bubble.id); },
    };
    following.set(bubble.id, state);
    const say = (words) => {
      const now = bubble.matches(".is-stopping") ? gettext("Stopping…") : words;
      if (status.textContent !== now) status.textContent = now;
    };

    const doing = () => status.dataset.place || (text.isEmpty ? gettext("Thinking…") : gettext("Writing…"));
    const pause = () => Math.min(500 * 2 ** state.failures++, MAX_PAUSE);

    function connect() {
      if (following.get(bubble.id) !== state) return;
      clearTimeout(state.timer);
      state.source?.close();
      const source = state.source = new EventSource(`${bubble.dataset.events}?after=${state.cursor}`);
      state.heardAt = Date.now();
      source.addEventListener("open", () => {
        state.openedAt = state.heardAt = Date.now();
        say(doing());
      });
      // The place in the queue; no words once its turn has come.
      source.addEventListener("waiting", (event) => {
        status.dataset.place = JSON.parse(event.data).words;
        say(doing());
      });
      source.addEventListener("piece", (event) => {
        state.cursor = event.lastEventId;
        text.add(JSON.parse(event.data).text);
        state.failures = 0;
        state.heardAt = Date.now();
        say(gettext("Writing…"));
      });
      source.addEventListener("reset", (event) => {
        state.cursor = event.lastEventId;
        text.reset();
      });
      source.addEventListener("final", () => { source.close(); state.failures = 0; text.end(); finish(); });
      // The browser's own reconnect would use the old address: close, and come back with the new cursor.
      source.addEventListener("error", () => {
        source.close();
        // A stream that was open for a while was not refused: proxies cut long ones.
        if (state.openedAt && Date.now() - state.openedAt > LONG_OPEN) state.failures = 0;
        state.openedAt = 0;
        status.textContent = gettext("Reconnecting…");
        clearTimeout(state.timer);
        state.timer = setTimeout(state.failures < FEW ? connect : lookThenConnect, pause());
      });
    }

    // Nobody knocks for ever at a conversation that is deleted, or that one is signed out of; and a reply that is
    // whole by now is shown though its events cannot be reached.
    async function lookThenConnect() {
      const fresh = await look();
      if (fresh && !fresh.dataset.events) replace(fresh);
      else connect();
    }

    async function finish() {
      const fresh = await look();
      if (fresh) replace(fresh);
      else if (following.get(bubble.id) === state) setTimeout(finish, pause());
    }

    // The reply as the server shows it now; null when it cannot be reached, or when the following has ended.
    async function look() {
      try {
        const answer = await fetch(bubble.dataset.fragment, { headers: { "HX-Request": "true" } });
        if (answer.status === 404) {
          bubble.classList.remove("is-writing");
          return leave(gettext("This conversation is gone: its reply cannot be followed any more."));
        }
        // To the page to sign in on. What one has typed must not go with this page, so the way there is a link.
        if (answer.redirected) {
          whenBack(() => { following.set(bubble.id, state); lookThenConnect(); });
          return leave(gettext("You have been signed out."), " ", linkToSignIn());
        }
        if (!answer.ok) return null;
        return document.createRange().createContextualFragment(await answer.text()).querySelector(`#${bubble.id}`);
      } catch {
        return null;
      }
    }

    function leave(...words) {
      state.leave();
      status.replaceChildren(...words);
      return null;
    }

    function replace(fresh) {
      // Another branch is shown by now, or another look was quicker.
      if (following.get(bubble.id) !== state) return;
      state.leave();
      const hadFocus = bubble.contains(document.activeElement);
      keepingPlace(() => bubble.replaceWith(fresh));
      htmx.process(fresh);
      if (hadFocus) focusIn(fresh);
      if (fresh.dataset.events) follow(fresh);
    }

    connect();
  }

  // What had the focus is gone with its bubble: what one may do next has it now.
  function focusIn(message) {
    const button = [...message.querySelectorAll(".reply-actions button")].find((it) => it.checkVisibility());
    if (button) button.focus({ preventScroll: true });
    else focusOn(message);
  }

  // A phone that slept, a laptop carried elsewhere, a page taken out of the cache: what looks like a connection may
  // lead nowhere. Coming back costs nothing, for the cursor says where to go on.
  function comeBack() {
    if (!document.hidden) following.forEach((state) => { state.failures = 0; state.again(); });
  }
  document.addEventListener("visibilitychange", comeBack);
  window.addEventListener("online", comeBack);
  window.addEventListener("pageshow", (event) => { if (event.persisted) comeBack(); });
  setInterval(() => following.forEach((state) => {
    if (state.source?.readyState === EventSource.OPEN && Date.now() - state.heardAt > TOO_QUIET) state.again();
  }), 5000);

  // When the reader comes back to this page, from the tab in which they signed in.
  function whenBack(go) {
    const look = () => { if (document.hidden) whenBack(go); else go(); };
    document.addEventListener("visibilitychange", look, { once: true });
  }

  // This page asks to sign in, and leads back to itself.
  function linkToSignIn() {
    const link = document.createElement("a");
    link.href = location.pathname;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = gettext("Sign in in a new tab to read on.");
    return link;
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
  const SAYS_SOMETHING = /[\p{L}\p{N}\p{P}\p{S}]/u;
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (area.id !== "composer-text") return;
    grow(area);
    // “Write something first” is true no longer.
    if (area.ariaInvalid !== "true" || SAYS_SOMETHING.test(area.defaultValue) || !SAYS_SOMETHING.test(area.value)) return;
    document.getElementById("composer-error").replaceChildren();
    area.removeAttribute("aria-invalid");
  });
  // What says something: the composer, and a question offered under a reply, which leaves the composer alone.
  const isSaying = (form) => form.id === "composer" || form.matches("[data-offer]");
  // One send at a time: a second Enter while the first is under way does nothing.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target;
    if (!isSaying(form)) return;
    // Without a composer, where a refusal would stand, it is sent as a page.
    if (!document.getElementById("composer")) { event.preventDefault(); form.submit(); return; }
    // What is being sent stays noted as it was: text typed meanwhile must not be taken for it and cleared.
    if (form.dataset.sending) event.preventDefault();
    else form.dataset.sending = form.elements.text.value;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (!isSaying(form)) return;
    // Only what the server has taken is cleared: not a refused text, and not what was typed meanwhile.
    const isTaken = event.detail.successful && !event.detail.xhr.getResponseHeader("HX-Retarget");
    if (form.id === "composer") {
      const area = form.elements.text;
      if (isTaken && area.value === form.dataset.sending) area.value = "";
      grow(area);
    }
    delete form.dataset.sending;
    if (isTaken) toEnd();
  });
  // Every form of the thread, as Stop and Try again.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (!form.matches("form")) return;
    if (event.detail.successful) delete form.dataset.renewed;
    else if (event.detail.xhr.status === 403 && !form.dataset.renewed) sendWithNewToken(form);
    else sayNotSent(isSaying(form), event.detail.xhr.status);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches("[data-stop]") || !event.detail.successful) return;
    const bubble = event.target.closest(".message");
    if (event.detail.xhr.getResponseHeader("HX-Retarget")) return;
    bubble.classList.add("is-stopping");
    bubble.querySelector("[data-status]").textContent = gettext("Stopping…");
  });
  // Signing in, be it in another tab, changes the token that forms carry: take the new one and send once more.
  async function sendWithNewToken(form) {
    form.dataset.renewed = "true";
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
      document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    } catch {
      sayNotSent(isSaying(form));
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
  function sayNotSent(isText, status = 0) {
    const place = document.getElementById("composer-error");
    const words = document.createElement("p");
    words.className = "error";
    words.setAttribute("role", "alert");
    const isRefused = status >= 400 && status < 500;
    words.textContent = isText ? textNotSent(isRefused) : notArrived(isRefused);
    place?.replaceChildren(words);
  }
  function textNotSent(isRefused) {
    return isRefused
      ? gettext("That was not sent: the site did not take it. Your text is still here, send it again.")
      : gettext("That was not sent: the site could not be reached. Your text is still here, send it again.");
  }
  function notArrived(isRefused) {
    return isRefused
      ? gettext("That did not arrive: the site did not take it. Try it again, or reload the page.")
      : gettext("That did not arrive: the site could not be reached. Try it again, or reload the page.");
  }
  // A turn that stands on the page already, its question offered and picked twice, is shown and not put there again.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "thread") return;
    const id = /id="(message-\d+)"/.exec(event.detail.serverResponse)?.[1];
    const shown = id && document.getElementById(id);
    if (!shown) return;
    event.detail.shouldSwap = false;
    requestAnimationFrame(() => shown.scrollIntoView());
  });
  // What branches.js needs to put messages there and to take them away.
  Object.assign(window.colloquy, {
    follow: followAll,
    leave: (root) => [root, ...root.querySelectorAll("[data-events]")].forEach((it) => following.get(it.id)?.leave()),
  });
  document.addEventListener("htmx:load", (event) => followAll(event.target));
  document.addEventListener("DOMContentLoaded", () => {
    followAll(document);
    const area = document.getElementById("composer-text");
    if (area) grow(area);
    if (document.querySelector("#thread .message--user") && !location.hash && !location.search) toEnd();
  });
})();
