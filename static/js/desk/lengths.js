// Say how long a text is while it is written: words beside how many are wanted, characters left of a line.
// The eye sees it at once; who listens hears it when the typing pauses, and only when it has changed its meaning.
(() => {
  "use strict";

  const PAUSE = 1200;

  function wordsIn(text) {
    return text.trim() ? text.trim().split(/\s+/u).length : 0;
  }

  // What to say, and whether it is right so: "good", "short", "long" or "plain".
  function judged(field) {
    if (field.dataset.characters) {
      const left = Number(field.dataset.characters) - [...field.value].length;
      const said = left < 0
        ? ngettext("%(num)s character too many", "%(num)s characters too many", -left)
        : ngettext("%(num)s character left", "%(num)s characters left", left);
      return {
        said: interpolate(said, { num: Math.abs(left) }, true),
        state: left < 0 ? "long" : left < 15 ? "short" : "plain",
      };
    }
    const words = wordsIn(field.value);
    const from = Number(field.dataset.wordsFrom), to = Number(field.dataset.wordsTo) || Infinity;
    const say = (text, values) => interpolate(text, { num: words, ...values }, true);
    if (!from) return { said: say(ngettext("%(num)s word", "%(num)s words", words)), state: "plain" };
    const wanted = interpolate(to === Infinity ? gettext("%(from)s or more") : gettext("%(from)s to %(to)s"), { from, to }, true);
    if (words < from) {
      const text = ngettext("%(num)s word, %(by)s short of %(wanted)s", "%(num)s words, %(by)s short of %(wanted)s", words);
      return { said: say(text, { by: from - words, wanted }), state: "short" };
    }
    if (words > to) {
      const text = ngettext("%(num)s word, %(by)s over %(wanted)s", "%(num)s words, %(by)s over %(wanted)s", words);
      return { said: say(text, { by: words - to, wanted }), state: "long" };
    }
    const text = ngettext(
      "%(num)s word: as long as it should be (%(wanted)s)", "%(num)s words: as long as it should be (%(wanted)s)", words);
    return { said: say(text, { wanted }), state: "good" };
  }

  function enhance(field) {
    if (field.dataset.isCounted || field.id.includes("__prefix__")) return;
    field.dataset.isCounted = "yes";
    const shown = document.createElement("p");
    shown.className = "desk-length";
    shown.id = `${field.id}-length`;
    const spoken = document.createElement("p");
    spoken.className = "desk-visually-hidden";
    spoken.setAttribute("role", "status");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${shown.id}`.trim());
    // Below the preview, which takes the field's place.
    const after = field.nextElementSibling?.classList.contains("desk-written") ? field.nextElementSibling : field;
    after.after(shown, spoken);
    const now = field.closest(".field-line, .form-row")?.querySelector(".words-now");
    if (now) now.hidden = true;

    let timer, heard = judged(field).state;
    function tell() {
      const { said, state } = judged(field);
      shown.textContent = said;
      shown.dataset.state = state;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (state !== heard) spoken.textContent = said;
        heard = state;
      }, PAUSE);
    }
    field.addEventListener("input", tell);
    tell();
  }

  function enhanceAll(root) {
    for (const field of root.querySelectorAll("[data-words-from], [data-characters]")) enhance(field);
  }

  document.addEventListener("DOMContentLoaded", () => enhanceAll(document));
  document.addEventListener("formset:added", (event) => enhanceAll(event.target));
})();
