// Boxes that search as one types stand for a select, whose label they do not take over: screen readers need it.

function nameBoxes(root) {
  for (const box of root.querySelectorAll(".select2-selection:not([data-is-named])")) {
    const select = box.closest(".select2")?.previousElementSibling;
    const label = select?.labels?.[0];
    if (!label) continue;
    label.id ||= `${select.id}-label`;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`.trim());
    box.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
    box.dataset.isNamed = "";
  }
}

// Not sooner: the boxes are made when the page is there, and those of an added row in the next frame.
window.addEventListener("load", () => nameBoxes(document));
document.addEventListener("formset:added", (event) => requestAnimationFrame(() => nameBoxes(event.target)));
