// The order of rows under a form: buttons that move one up or down, beside the theme's handle to drag it by.
// Positions are numbered when the form is sent, so that new rows keep their place among the others too.
(() => {
  "use strict";

  const LISTS = ".formset[data-ordering-field]";

  const rowsOf = (list) => [...list.querySelectorAll(":scope > .form-group:not(.empty-form)")];
  const titleOf = (row) => row.querySelector("h3 strong")?.firstChild?.textContent.trim() || gettext("this row");

  function positionOf(row, list) {
    return row.querySelector(`input[name$="-${list.dataset.orderingField}"]`);
  }

  function isBlank(row, list) {
    const fields = row.querySelectorAll("input:not([type=hidden]), textarea, select");
    return [...fields].every((field) => !field.value.trim() || field === positionOf(row, list) || field.type === "checkbox");
  }

  function number(list) {
    rowsOf(list).forEach((row, at) => {
      const input = positionOf(row, list);
      // A new row that nothing is written in would be taken for one that lacks everything.
      if (!input || (!row.classList.contains("original") && isBlank(row, list))) return;
      if (input.value === String(at)) return;
      input.value = at;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    list.dataset.isOrdered = "yes";
  }

  function refresh(list) {
    const rows = rowsOf(list);
    rows.forEach((row, at) => {
      row.querySelector("[data-move='up']")?.toggleAttribute("disabled", at === 0);
      row.querySelector("[data-move='down']")?.toggleAttribute("disabled", at === rows.length - 1);
    });
  }

  function move(row, list, by) {
    const rows = rowsOf(list), to = rows.indexOf(row) + by;
    if (to < 0 || to >= rows.length) return;
    if (by < 0) rows[to].before(row);
    else rows[to].after(row);
    number(list);
    refresh(list);
    const wanted = row.querySelector(`[data-move='${by < 0 ? "up" : "down"}']`);
    (wanted.disabled ? row.querySelector("[data-move]:enabled") : wanted)?.focus();
    row.scrollIntoView({ block: "nearest" });
    tell(interpolate(gettext("%(title)s is now number %(place)s of %(all)s."), {
      title: titleOf(row), place: to + 1, all: rows.length,
    }, true));
  }

  let spoken;
  function tell(words) {
    if (!spoken) {
      spoken = document.createElement("p");
      spoken.className = "desk-visually-hidden";
      spoken.setAttribute("role", "status");
      document.body.append(spoken);
    }
    spoken.textContent = words;
  }

  function buttonOf(row, list, name, icon, by) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "desk-move";
    button.dataset.move = by < 0 ? "up" : "down";
    button.title = name;
    button.setAttribute("aria-label", `${name}: ${titleOf(row)}`);
    const symbol = document.createElement("span");
    symbol.className = "material-symbols-outlined";
    symbol.setAttribute("aria-hidden", "true");
    symbol.textContent = icon;
    button.append(symbol);
    button.addEventListener("click", () => move(row, list, by));
    return button;
  }

  function enhance(list) {
    for (const row of rowsOf(list)) {
      if (row.querySelector("[data-move]")) continue;
      const head = row.querySelector("h3");
      const last = head?.lastElementChild;
      if (!last) continue;
      last.before(
        buttonOf(row, list, gettext("Move up"), "arrow_upward", -1),
        buttonOf(row, list, gettext("Move down"), "arrow_downward", 1),
      );
    }
    refresh(list);
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const list of document.querySelectorAll(LISTS)) {
      enhance(list);
      // Sortable's own event, after the theme has numbered the saved rows.
      list.addEventListener("end", () => {
        number(list);
        refresh(list);
      });
      list.closest("form").addEventListener("submit", () => list.dataset.isOrdered && number(list));
    }
  });
  for (const happening of ["formset:added", "formset:removed"])
    document.addEventListener(happening, () => {
      for (const list of document.querySelectorAll(LISTS)) enhance(list);
    });
})();
