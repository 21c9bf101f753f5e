// Puts a chosen token where the cursor stands. Comfort only: the codes can be copied by hand.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-inserts]");
  if (!button) return;
  const field = document.getElementById(button.dataset.into);
  if (!field) return;
  field.setRangeText(button.dataset.inserts, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
