// Rows under a form stay what they were to the one who writes: a new one is named by what is written in it, and those
// that stood open when the form was sent stand open when it comes back, saved or refused.
(() => {
  "use strict";

  const OPEN = "desk.rows-open";
  const ROWS = ".formset > .form-group:not(.empty-form)";

  // A question or a theme: the first text of a row.
  const nameFieldOf = (row) => row.querySelector("input[name$='-question'], input[name$='-theme']");
  const keyOf = (row) => `${row.parentElement.id} ${nameFieldOf(row)?.value.trim() ?? ""}`;

  function rename(row) {
    const title = row.querySelector("h3 strong"), field = nameFieldOf(row);
    if (!title || !field || row.classList.contains("original")) return;
    let said = title.querySelector(".row-title");
    if (!said) {
      said = document.createElement("span");
      said.className = "row-title";
      title.append(said);
    }
    const name = field.value.trim();
    said.textContent = name && ` – ${name}`;
    for (const button of row.querySelectorAll("[data-move]"))
      button.setAttribute("aria-label", `${button.title}: ${name || title.textContent.trim()}`);
  }

  function isOpen(row) {
    return Boolean(window.Alpine?.$data(row).openRow);
  }

  function remember() {
    const open = [...document.querySelectorAll(ROWS)].filter((row) => nameFieldOf(row)?.value.trim() && isOpen(row));
    try {
      sessionStorage.setItem(OPEN, JSON.stringify(open.map(keyOf)));
    } catch {
      // Without a place to keep it the rows come back folded.
    }
  }

  function recall() {
    let open = [];
    try {
      open = JSON.parse(sessionStorage.getItem(OPEN)) ?? [];
      sessionStorage.removeItem(OPEN);
    } catch {
      return;
    }
    for (const row of document.querySelectorAll(ROWS)) if (open.includes(keyOf(row))) window.Alpine.$data(row).openRow = true;
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(ROWS).forEach(rename);
    document.getElementById("character_form")?.addEventListener("submit", remember);
  });
  document.addEventListener("input", (event) => {
    const row = event.target.closest?.(ROWS);
    if (row && event.target === nameFieldOf(row)) rename(row);
  });
  // Alpine has taken the rows in by then.
  window.addEventListener("load", recall);
})();
