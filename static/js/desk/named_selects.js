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

// The boxes are made some time after the page is there, and with every row that is added to it.
new MutationObserver((changes) => {
  const isBox = (node) => node.classList?.contains("select2");
  if (changes.some((change) => [...change.addedNodes].some(isBox))) nameBoxes(document);
}).observe(document, { childList: true, subtree: true });
