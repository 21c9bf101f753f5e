// Comfort only: Enter goes down as in Excel, ticks and numbers keep each other company, the count of answers lives.
"use strict";

(() => {
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const cells = [...form.querySelectorAll(".sheet-number input")];
  const shown = form.querySelector("[data-progress]");
  const bar = form.querySelector(".sheet-progress progress");

  const ticksOf = (cell) => [...cell.closest(".sheet-entry").querySelectorAll(".sheet-tick input")];
  const isAnswered = (cell) => cell.value.trim() !== "" || ticksOf(cell).some((tick) => tick.checked);
  const count = () => {
    const answered = cells.filter(isAnswered).length;
    shown.textContent = String(answered);
    bar.value = answered;
  };
  const move = (cell, by) => {
    const next = cells[cells.indexOf(cell) + by];
    if (!next) return false;
    next.focus();
    next.select();
    return true;
  };

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cells.includes(cell) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault(); // Enter never sends a half-filled sheet
    move(cell, by);
  });

  form.addEventListener("input", (event) => {
    const cell = event.target;
    if (!cells.includes(cell)) return;
    ticksOf(cell).forEach((tick) => { tick.checked = false; });
    cell.closest("tr").classList.remove("copied");
    count();
  });

  form.addEventListener("change", (event) => {
    const label = event.target.closest(".sheet-tick");
    if (!label) return;
    const cell = label.closest(".sheet-entry").querySelector(".sheet-number input");
    ticksOf(cell).forEach((tick) => { if (tick !== event.target) tick.checked = false; });
    const last = label.dataset.last;
    const isShare = label.closest(".sheet-entry").querySelector("[data-share]") !== null;
    if (event.target.checked) cell.value = isShare ? "" : last ?? "0";
    count();
  });
  count();
})();
