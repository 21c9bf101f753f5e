// Comfort only: arrow keys move through the register, 1, 0 and Delete enter what is meant, 2, 3 … the other ways.
"use strict";

(() => {
  const form = document.querySelector("[data-register]");
  if (!form) return;
  const SIGNS = { 1: "1", o: "1", 0: "0", x: "0", Delete: "", Backspace: "" };
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const neighbour = (cell, [down, across]) => {
    const row = cell.parentElement;
    let found = cell;
    do {
      const next = across ? (across > 0 ? found.nextElementSibling : found.previousElementSibling)
        : (down > 0 ? found.parentElement.nextElementSibling : found.parentElement.previousElementSibling)?.children[[...row.children].indexOf(cell)];
      if (!next) return null;
      found = next;
    } while (!found.querySelector("select"));
    return found.querySelector("select");
  };
  const mark = (select) => {
    const before = [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
    select.toggleAttribute("data-changed", select.value !== before.value);
  };

  form.addEventListener("keydown", (event) => {
    const select = event.target.closest("td.part > select");
    if (!select || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) {
      event.preventDefault();
      neighbour(select.parentElement, STEPS[event.key])?.focus();
    } else if (event.key in SIGNS || select.options[event.key]?.value.startsWith("c")) {
      event.preventDefault();
      select.value = SIGNS[event.key] ?? select.options[event.key].value;
      mark(select);
      neighbour(select.parentElement, STEPS.ArrowDown)?.focus();
    }
  });
  form.addEventListener("change", (event) => { if (event.target.matches("td.part > select")) mark(event.target); });
})();
