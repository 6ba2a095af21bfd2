// Walk a map by the arrow keys: to the nearest name that way. Tab goes from name to name as ever.
(() => {
  "use strict";
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const picture = document.getElementById("map");
  if (!picture) return;

  function middle(element) {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }

  picture.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const here = document.activeElement.closest("[data-place]");
    const [x, y] = middle(here || picture.querySelector(".map-node--middle"));
    let best = null, least = Infinity;
    for (const place of picture.querySelectorAll("[data-place]")) {
      if (place === here) continue;
      const [dx, dy] = middle(place).map((at, axis) => at - [x, y][axis]);
      const ahead = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (ahead > 4 && ahead + 2 * aside < least) [best, least] = [place, ahead + 2 * aside];
    }
    if (!best && here) return;
    event.preventDefault();
    (best || picture.querySelector("[data-place]")).focus();
  });
})();
