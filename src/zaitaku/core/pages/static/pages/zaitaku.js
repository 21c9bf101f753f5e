// Comfort only: every page works without this file.
"use strict";

(() => {
  const SWITCH = "zaitaku.keys";

  // Browsers may refuse storage (private windows, policies); the shortcuts then simply stay on.
  const stored = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(SWITCH);
      localStorage.setItem(SWITCH, value);
    } catch {
      return null;
    }
    return value;
  };
  const keysAreOn = () => stored() !== "off";
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      return;
    }
    if (!keysAreOn() || isTyping(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search], input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") {
      event.preventDefault();
      openDialog("keys");
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) openDialog(opener.dataset.opens);
    const hider = event.target.closest("[data-hides]");
    if (hider) document.getElementById(hider.dataset.hides).hidden = true;
    document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // A piece of the page that could not be fetched or saved must not fail in silence.
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, () => { document.getElementById("step-failed")?.removeAttribute("hidden"); });
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) stored(event.target.checked ? "on" : "off");
  });

  document.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
  document.querySelectorAll("[data-keys-switch]").forEach((box) => { box.checked = keysAreOn(); });
  // After a refused form the summary of what is wrong is read out and reached first.
  document.querySelector("[data-focus]")?.focus();
})();
