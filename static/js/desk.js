// What the editors' admin adds to its theme: rows of questions and remarks that open with the keyboard too,
// and that are open when they are new; and a list of a form's errors that leads to them.

function openRow(row, isOpen) {
  const data = window.Alpine?.$data(row);
  if (data && "openRow" in data) data.openRow = isOpen ?? !data.openRow;
}

function makeOperable(root) {
  for (const title of root.querySelectorAll(".form-group h3.cursor-pointer strong")) {
    title.tabIndex = 0;
    title.setAttribute("role", "button");
  }
}

document.addEventListener("DOMContentLoaded", () => makeOperable(document));

document.addEventListener("keydown", (event) => {
  const title = event.target.closest?.(".form-group h3 strong[role=button]");
  if (!title || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  openRow(title.closest(".form-group"));
});

document.addEventListener("formset:added", (event) => {
  makeOperable(event.target);
  // Alpine takes the new row in a moment later.
  requestAnimationFrame(() => {
    openRow(event.target, true);
    requestAnimationFrame(() => event.target.querySelector("input:not([type=hidden]), textarea")?.focus());
  });
});

const FOCUSABLE = "input:not([type=hidden]):not(:disabled), textarea, select";

function focusOn(target) {
  const field = target.matches(FOCUSABLE) ? target : (target.querySelector(FOCUSABLE) ?? target);
  // A select with autocomplete is hidden, and what stands for it comes next.
  const isReplaced = field.classList.contains("select2-hidden-accessible");
  const shown = isReplaced ? field.nextElementSibling.querySelector(".select2-selection") : field;
  shown.focus({ preventScroll: true });
  shown.scrollIntoView({ block: "center" });
}

function leadTo(target, tab) {
  window.Alpine.$data(document.body).activeTab = tab;
  const row = target.closest(".form-group");
  if (row) openRow(row, true);
  // Alpine shows the tab and the row in the next frame.
  requestAnimationFrame(() => requestAnimationFrame(() => focusOn(target)));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#error-note a[data-tab]");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  leadTo(target, link.dataset.tab);
});

// A link from the Review page names a field, or a list of rows; the theme takes what stands there for a tab.
function arrive() {
  const id = location.hash.slice(1);
  const part = id.match(/^(?:id_(?<row>[a-z_]+)-\d+-\w+|(?<list>[a-z_]+)-group)$/)?.groups;
  const target = (part || id.startsWith("id_")) && document.getElementById(id);
  if (target && document.getElementById("character_form")) leadTo(target, part?.row ?? part?.list ?? "general");
}

window.addEventListener("load", arrive);

// Not sooner: Django's own script gives an empty form's first field the focus while the page loads.
window.addEventListener("load", () => document.getElementById("error-note")?.focus());

// The theme moves tabs that it thinks too many into a menu of three dots; all of them are shown, in two rows if need be.
function gatherTabs() {
  const tabs = document.getElementById("tabs-items"), menu = document.getElementById("tabs-dropdown");
  if (!tabs || !menu) return;
  tabs.append(...[...menu.children].reverse());
  menu.parentElement.classList.add("hidden");
}

for (const happening of ["load", "resize"]) window.addEventListener(happening, gatherTabs);

// The theme's script expects a text field of its own beside each choice of files, and fails without one.
document.addEventListener("change", (event) => {
  if (event.target.matches(".desk-field input[type=file]")) event.stopPropagation();
}, true);
