// Arrow keys go from entry to entry of the month: left and right in order, up and down by week. Comfort only.
"use strict";
(() => {
  const month = document.querySelector("[data-month]");
  if (!month) return;
  const nearest = (link, step) => {
    const cells = [...month.querySelectorAll("tbody td")];
    let place = cells.indexOf(link.closest("td")) + step;
    while (cells[place] && !cells[place].querySelector("a")) place += step;
    return cells[place] && cells[place].querySelector("a");
  };
  month.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...month.querySelectorAll("tbody a")];
    const next = {
      ArrowRight: () => links[links.indexOf(link) + 1],
      ArrowLeft: () => links[links.indexOf(link) - 1],
      ArrowDown: () => nearest(link, 7),
      ArrowUp: () => nearest(link, -7),
    }[event.key];
    if (!next) return;
    const target = next();
    if (target) {
      event.preventDefault();
      target.focus();
    }
  });
})();
