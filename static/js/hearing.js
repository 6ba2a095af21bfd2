// What a screen reader is told: a reply once, when it is whole; what becomes of it politely; what fails at once.
// Never the text as it comes, and nothing of what stood on the page already.
"use strict";
(() => {
  // Milliseconds after which "Thinking…" is worth a word.
  const LONG = 2500;
  const heard = new Set();
  let waiting = 0;

  const region = (id) => document.getElementById(id);
  const isReply = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(".message--character[id]");
  const isWritten = (message) => message.matches(".is-writing");
  const who = (message) => message.querySelector(".message-who")?.textContent.trim() ?? "";

  function tell(id, words) {
    const place = region(id);
    if (place && words) place.textContent = words;
  }

  function words(message) {
    const copy = message.querySelector(".message-text")?.cloneNode(true);
    copy?.querySelectorAll(".citation").forEach((citation) => citation.remove());
    const notices = [...message.querySelectorAll(":scope > .notice")].map((notice) => notice.textContent);
    return [copy?.innerText ?? copy?.textContent ?? "", ...notices].map((part) => part.trim()).filter(Boolean).join(" ");
  }

  function whole(message) {
    if (heard.has(message.id)) return;
    heard.add(message.id);
    clearTimeout(waiting);
    const text = words(message);
    tell("announcer", text && `${who(message)}: ${text}`);
    tell("alarm", message.querySelector(":scope > .error")?.textContent.trim());
  }

  function begun(message) {
    heard.delete(message.id);
    tell("alarm", " ");
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (message.isConnected) tell("happening", `${who(message)}: ${status(message)}`); }, LONG);
  }

  const status = (message) => message.querySelector("[data-status]")?.textContent.trim() ?? "";

  // Writing is heard when it is done; what else becomes of a reply, as it comes.
  function happened(message) {
    const said = status(message);
    if (said && ![gettext("Writing…"), gettext("Thinking…")].includes(said)) tell("happening", said);
  }

  new MutationObserver((changes) => {
    const written = new Set(), came = new Set();
    for (const { target, addedNodes, removedNodes } of changes) {
      const place = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      if (place?.id === "thread") {
        removedNodes.forEach((node) => { if (isReply(node) && isWritten(node)) written.add(node.id); });
        addedNodes.forEach((node) => { if (isReply(node)) came.add(node); });
      } else if (place?.closest("[data-status]")) happened(place.closest(".message"));
    }
    for (const message of came) {
      if (isWritten(message)) begun(message);
      // In the place of the one that was being written, or said so fast that it never was.
      else if (written.has(message.id) || isAsked(message)) whole(message);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });

  // The last message of a thread that somebody has just said something in.
  let askedAt = -Infinity;
  const isAsked = (message) => performance.now() - askedAt < 5000 && message === region("thread").lastElementChild;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const isSaying = event.target.matches?.("#composer, [data-offer], .edit, .reply-actions form:not([data-stop])");
    if (isSaying) askedAt = performance.now();
  });
})();
