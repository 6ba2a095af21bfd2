// What the editors' admin adds to its theme: rows of questions and remarks that open with the keyboard too,
// and that are open when they are new.

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
