// What stands in the composer is kept on the server while one types, so that a reload, a lost phone or another
// device loses none of it. The server ignores what belongs to a turn that has been taken.
"use strict";
(() => {
  const PAUSE = 700;
  let timer = 0;
  let kept = null;
  let isSaving = false;
  let isSent = false;

  const composer = () => document.querySelector("#composer[data-unsent]");
  const textOf = (form) => form.elements.text.value;

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function body(form) {
    const data = new FormData();
    for (const name of ["text", "client_key", "csrfmiddlewaretoken"]) data.append(name, form.elements[name].value);
    return data;
  }

  // One at a time, so that an older text never arrives behind a newer one.
  async function save() {
    clearTimeout(timer);
    const form = composer();
    if (!form || isSent || textOf(form) === kept) return;
    if (isSaving) { later(); return; }
    isSaving = true;
    const text = textOf(form);
    try {
      const answer = await fetch(form.dataset.unsent, { method: "POST", body: body(form) });
      // What was sent already or is refused would be so again. Where the session has ended, the next key tries again.
      if (answer.status < 500) kept = text;
    } catch {
      later();
    }
    isSaving = false;
  }

  // The page is going away, or to sleep: what is not kept yet goes after it.
  function saveAndGo() {
    const form = composer();
    if (!form || isSent || textOf(form) === kept) return;
    kept = textOf(form);
    clearTimeout(timer);
    if (!navigator.sendBeacon(form.dataset.unsent, body(form))) kept = null;
  }

  document.addEventListener("input", (event) => { if (event.target.id === "composer-text") later(); });
  // Sent as a page: it is a turn now. (htmx keeps the page, and takes the event for itself.)
  document.addEventListener("submit", (event) => {
    if (event.target.id === "composer" && !event.defaultPrevented) isSent = true;
  });
  // After a turn, or a refusal with a new key: what stands there now counts.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.id !== "composer") return;
    kept = null;
    requestAnimationFrame(later);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAndGo(); });
  window.addEventListener("pagehide", saveAndGo);
  document.addEventListener("DOMContentLoaded", () => {
    const form = composer();
    if (!form) return;
    const area = form.elements.text;
    kept = area.defaultValue;
    // Whoever comes back goes on at the end.
    area.setSelectionRange(area.value.length, area.value.length);
  });
})();
