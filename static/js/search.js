// Walk what was found by the keyboard: down from the words to the results, Escape back to the words.
(() => {
  "use strict";

  const names = () => [...document.querySelectorAll("#results .card-name")];

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    const words = document.getElementById("finder-q");
    if (!words) return;
    if (event.target === words) {
      if (event.key === "ArrowDown") go(names()[0], event);
      return;
    }
    const here = event.target.closest?.("#results .card")?.querySelector(".card-name");
    if (!here) return;
    const all = names();
    const at = all.indexOf(here);
    if (event.key === "ArrowDown") go(all[at + 1], event);
    else if (event.key === "ArrowUp") go(at > 0 ? all[at - 1] : words, event);
    else if (event.key === "Home") go(all[0], event);
    else if (event.key === "End") go(all[all.length - 1], event);
    else if (event.key === "Escape") go(words, event);
  });

  function go(element, event) {
    if (!element) return;
    event.preventDefault();
    element.focus();
    element.closest(".card")?.scrollIntoView({ block: "nearest" });
  }
})();
