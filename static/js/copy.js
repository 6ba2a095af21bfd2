// Copies a message as Markdown, or what stands in a field or another element, and says so.
"use strict";
(() => {
  const SECONDS = 2;
  const COPIED = gettext("Copied"), FAILED = gettext("Not copied");

  // The clipboard wants to be written to while the click still counts, so it is given the promise of a text.
  async function copy(text) {
    if (window.ClipboardItem) {
      const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
      try {
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
        return;
      } catch { /* A browser that takes no promises: the plain way below. */ }
    }
    await navigator.clipboard.writeText(await text);
  }

  async function textOf(address) {
    const answer = await fetch(address, { headers: { Accept: "text/plain" } });
    // Signed out, one would copy the page to sign in on.
    if (!answer.ok || answer.redirected) throw new Error("not to be had");
    return answer.text();
  }

  function say(button, words) {
    const label = button.querySelector("[data-copy-label]") ?? button;
    button.dataset.label ??= label.textContent;
    label.textContent = words;
    button.classList.add("is-said");
    announcer().textContent = words === COPIED ? gettext("Copied.") : gettext("That could not be copied. Select the text instead.");
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      label.textContent = button.dataset.label;
      button.classList.remove("is-said");
      announcer().textContent = "";
    }, SECONDS * 1000);
  }

  function announcer() {
    const found = document.getElementById("copy-said");
    if (found) return found;
    const made = document.createElement("p");
    made.id = "copy-said";
    made.className = "visually-hidden";
    made.setAttribute("role", "status");
    document.body.append(made);
    return made;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-text], [data-copy-from]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copyFrom);
    field?.select?.();
    const text = field ? Promise.resolve(field.value ?? field.textContent) : textOf(button.dataset.copyText);
    try {
      await copy(text);
      say(button, COPIED);
    } catch {
      say(button, FAILED);
    }
  });

  // Buttons show only where there is a clipboard. By a class, so that nothing moves when more of them come.
  if (navigator.clipboard) document.documentElement.classList.add("can-copy");
  document.addEventListener("DOMContentLoaded", announcer);
})();
