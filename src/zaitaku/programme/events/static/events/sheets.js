// Keys in one sheet of paper after the other without waiting for the server. The page works without this file.
"use strict";

(() => {
  const form = document.getElementById("sheet");
  if (!form) return;
  const state = document.getElementById("sheet-state");
  const problems = document.getElementById("sheet-problems");
  const number = form.querySelector("[data-number]");
  const cells = [...form.querySelectorAll("[data-kind]")];
  const words = (id) => document.getElementById(id).content.textContent.trim();
  const waiting = [];
  let busy = false;
  let broken = null; // the sheet that the server refused; it has come back into the form

  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const say = (text) => { state.textContent = text; };
  const digits = (cell) => cell.value.normalize("NFKC").replace(/[^1-9]/g, "");

  const move = (cell, by) => {
    const next = cells[cells.indexOf(cell) + by];
    if (next) { next.focus(); if (next.select) next.select(); }
    return Boolean(next);
  };

  const clear = () => {
    cells.forEach((cell) => { cell.value = ""; cell.closest(".sheet-cell").classList.remove("field-wrong"); });
    form.elements.key.value = newKey();
    number.textContent = String(Number(number.textContent) + 1);
    cells[0].focus();
  };

  const keep = () => {
    const sheet = { data: new FormData(form), number: Number(number.textContent) };
    broken = null;
    problems.replaceChildren();
    waiting.push(sheet);
    clear();
    send();
  };

  const bringBack = (sheet, html) => {
    // Nothing keyed in is lost: the refused sheet stands in the form again, and the one begun meanwhile after it.
    const begun = cells.some((cell) => cell.value !== "") ? new FormData(form) : null;
    for (const [name, value] of sheet.data) if (form.elements[name] && name !== "csrfmiddlewaretoken") form.elements[name].value = value;
    number.textContent = String(sheet.number);
    broken = begun;
    problems.innerHTML = html;
    problems.focus();
  };

  const send = async () => {
    if (busy || !waiting.length) return;
    busy = true;
    const sheet = waiting[0];
    say(`${words("sheet-sending")} ${sheet.number}`);
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: sheet.data, headers: { "X-Sheet": "1" }, redirect: "error" });
      const html = await answer.text();
      if (answer.ok) {
        waiting.shift();
        document.getElementById("sheets").insertAdjacentHTML("afterbegin", html);
        say(`${words("sheet-saved")} ${sheet.number}`);
        if (broken && !waiting.length) {
          for (const [name, value] of broken) if (form.elements[name] && !["key", "csrfmiddlewaretoken"].includes(name)) form.elements[name].value = value;
          broken = null;
        }
      } else if (answer.status === 422) {
        waiting.shift();
        bringBack(sheet, html);
        say("");
      } else {
        throw new Error(String(answer.status));
      }
      busy = false;
      send();
    } catch {
      // Sent again with the same key: once saved, it is not saved twice.
      busy = false;
      say(words("sheet-failed"));
      setTimeout(send, 3000);
    }
  };

  cells.forEach((cell) => {
    cell.addEventListener("input", (event) => {
      if (event.isComposing || cell.dataset.kind !== "single") return;
      const typed = digits(cell);
      if (typed.length === 1 && Number(typed) <= Number(cell.dataset.most)) { cell.value = typed; move(cell, 1); }
    });
    cell.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && !(cell.dataset.kind === "text" && event.shiftKey)) {
        event.preventDefault();
        if (event.ctrlKey || !move(cell, 1)) keep();
      } else if (event.key === "ArrowUp" && cell.dataset.kind !== "text") {
        event.preventDefault();
        move(cell, -1);
      } else if (event.key === "ArrowDown" && cell.dataset.kind !== "text") {
        event.preventDefault();
        move(cell, 1);
      }
    });
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); keep(); });
  window.addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
  if (!problems.childElementCount) cells[0]?.focus();
})();
