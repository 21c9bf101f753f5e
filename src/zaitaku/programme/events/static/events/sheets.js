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
  const waiting = []; // sheets on their way, in order
  let busy = false;
  let refused = null; // a sheet that the server did not take; it stands in the form again and holds up the others
  let begun = null; // what had been keyed in meanwhile, and its number
  let current = Number(form.dataset.next);

  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const say = (text) => { state.textContent = text; };
  const digits = (cell) => cell.value.normalize("NFKC").replace(/[^1-9]/g, "");

  const move = (cell, by) => {
    const next = cells[cells.indexOf(cell) + by];
    if (next) { next.focus(); next.select(); }
    return Boolean(next);
  };

  const show = (sheetNumber) => {
    current = sheetNumber;
    number.textContent = String(sheetNumber);
  };

  const fill = (data) => {
    for (const [name, value] of data) if (name !== "csrfmiddlewaretoken" && form.elements[name]) form.elements[name].value = value;
  };

  const clear = () => {
    cells.forEach((cell) => { cell.value = ""; cell.closest(".sheet-cell").classList.remove("field-wrong"); });
    form.elements.key.value = newKey();
  };

  const keep = () => {
    const sheet = { data: new FormData(form), number: current };
    problems.replaceChildren();
    clear();
    if (refused) {
      waiting.unshift(sheet);
      fill(begun.data);
      show(begun.number);
      refused = begun = null;
    } else {
      waiting.push(sheet);
      show(current + 1);
    }
    cells[0].focus();
    cells[0].select();
    send();
  };

  const bringBack = (sheet, html) => {
    refused = sheet;
    begun = { data: new FormData(form), number: current };
    fill(sheet.data);
    show(sheet.number);
    problems.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    problems.focus();
  };

  const taken = (sheet, html) => {
    const rows = document.getElementById("sheets");
    rows.insertAdjacentHTML("afterbegin", html);
    const given = Number(rows.querySelector("th").textContent);
    if (given === sheet.number) {
      say(`${words("sheet-saved")} ${given}`);
      return;
    }
    // Somebody else keys in too: the numbers that follow move on.
    say(`${words("sheet-other")} ${given}`);
    waiting.forEach((one, at) => { one.number = given + 1 + at; });
    show(given + 1 + waiting.length);
  };

  // Whoever was signed out signs in in another window; from then on the page needs the token of the new sitting.
  const signedInAnew = async () => {
    const answer = await fetch(location.pathname, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("#sheet input[name=csrfmiddlewaretoken]").value;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
    waiting.forEach((sheet) => sheet.data.set("csrfmiddlewaretoken", token));
    return true;
  };

  const send = async () => {
    if (busy || refused || !waiting.length) return;
    busy = true;
    const sheet = waiting[0];
    say(`${words("sheet-sending")} ${sheet.number}`);
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: sheet.data, headers: { "X-Sheet": "1" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        if (!(await signedInAnew())) say(words("sheet-signed-out"));
        busy = false;
        setTimeout(send, 5000);
        return;
      }
      const html = await answer.text();
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      waiting.shift();
      if (answer.ok) taken(sheet, html);
      else { say(""); bringBack(sheet, html); }
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
