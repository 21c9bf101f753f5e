// Dragging and keys for the groups of a meeting. Comfort only: every step is a plain form as well.
"use strict";

(() => {
  const heard = document.getElementById("groups-heard");
  const board = () => document.getElementById("groups");
  const DRAG_FROM = 6; // pixels: less is a click
  const EDGE = 48; // pixels from the window's edge where the page scrolls along
  const TYPING = 700; // milliseconds between the digits of one number
  let busy = false;

  const chosen = () => board().querySelector("input[name=member]:checked");
  const cardOf = (element) => element?.closest(".seat-card[data-table]");

  // Sends a form and puts the board that comes back in the place of the old one.
  const send = async (address, body, keep) => {
    if (busy) return;
    busy = true;
    board().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-Piece": "board" }, credentials: "same-origin" });
      const text = await answer.text();
      const piece = new DOMParser().parseFromString(text, "text/html").getElementById("groups");
      if (!answer.ok || !piece) throw new Error(String(answer.status));
      const open = new Set([...board().querySelectorAll("details[open] > summary")].map((one) => one.textContent));
      board().replaceWith(piece);
      piece.querySelectorAll("details > summary").forEach((one) => { if (open.has(one.textContent)) one.parentElement.open = true; });
      dress();
      const again = keep && document.getElementById(`m${keep}`);
      if (again) { again.checked = true; again.focus({ preventScroll: true }); again.scrollIntoView({ block: "nearest" }); }
      heard.textContent = piece.querySelector("[data-says]")?.textContent.trim() ?? "";
    } catch {
      document.getElementById("step-failed")?.removeAttribute("hidden");
      board().removeAttribute("aria-busy");
    } finally {
      busy = false;
    }
  };

  const step = (address, fields) => {
    const form = document.getElementById("groups-form");
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "seen"]) body.append(name, form.elements[name].value);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return send(address, body, fields.member);
  };
  const canMove = () => document.getElementById("id_table") !== null; // settled groups have no such field
  const move = (member, table) => step(board().dataset.move, { member, table });
  const swap = (member, other) => step(board().dataset.swap, { member, other });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!board()?.contains(form)) return;
    event.preventDefault();
    const body = new FormData(form);
    const button = event.submitter;
    if (button?.name) body.append(button.name, button.value);
    send(button?.hasAttribute("formaction") ? button.formAction : form.action, body, body.get("member"));
  });

  // Handles appear where there is a script to drag by them.
  const dress = () => {
    board().querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
    if (!canMove()) return;
    board().querySelectorAll(".seat-card[data-table] .guest").forEach((guest) => {
      const handle = document.createElement("span");
      handle.className = "guest-handle";
      handle.setAttribute("aria-hidden", "true");
      handle.textContent = "⠿";
      guest.firstElementChild.append(handle);
    });
  };

  let drag = null;
  document.addEventListener("pointerdown", (event) => {
    const guest = event.target.closest?.(".seat-card[data-table] .guest");
    if (!guest || event.button !== 0 || busy || !canMove()) return;
    if (event.pointerType !== "mouse" && !event.target.closest(".guest-handle")) return; // a finger scrolls
    drag = { guest, x: event.clientX, y: event.clientY, flying: null, over: null };
  });
  const lift = () => {
    drag.flying = drag.guest.cloneNode(true);
    drag.flying.classList.add("guest-flying");
    drag.flying.querySelector("input").remove(); // a second radio button would take the choice away
    drag.flying.setAttribute("aria-hidden", "true");
    drag.guest.classList.add("guest-lifted");
    document.body.append(drag.flying);
  };
  const mark = (x, y) => {
    document.querySelectorAll(".seat-target, .guest-target").forEach((one) => one.classList.remove("seat-target", "guest-target"));
    const under = document.elementFromPoint(x, y);
    const card = cardOf(under);
    const guest = under?.closest(".guest");
    drag.over = card && card !== cardOf(drag.guest) ? { card, guest } : null;
    if (!drag.over) return;
    if (guest && Number(card.dataset.free) < 1) guest.classList.add("guest-target");
    else card.classList.add("seat-target");
  };
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.flying && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < DRAG_FROM) return;
    if (!drag.flying) lift();
    event.preventDefault();
    drag.flying.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    if (event.clientY < EDGE) window.scrollBy(0, -EDGE / 2);
    else if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, EDGE / 2);
    mark(event.clientX, event.clientY);
  });
  const drop = (event) => {
    if (!drag) return;
    const { guest, flying, over } = drag;
    drag = null;
    if (!flying) return;
    flying.remove();
    guest.classList.remove("guest-lifted");
    document.querySelectorAll(".seat-target, .guest-target").forEach((one) => one.classList.remove("seat-target", "guest-target"));
    const ignore = (click) => click.preventDefault(); // the click that ends a drag chooses nobody
    document.addEventListener("click", ignore, { capture: true });
    setTimeout(() => document.removeEventListener("click", ignore, { capture: true }), 0);
    if (event.type === "pointercancel" || !over) return;
    if (over.guest && Number(over.card.dataset.free) < 1) swap(guest.dataset.member, over.guest.dataset.member);
    else move(guest.dataset.member, over.card.dataset.table);
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
  document.addEventListener("selectstart", (event) => { if (drag) event.preventDefault(); });
  document.addEventListener("dragstart", (event) => { if (drag) event.preventDefault(); });

  let typed = "";
  let timer = 0;
  const toNumber = (radio) => {
    const card = board().querySelector(`.seat-card[data-number="${Number(typed)}"]`);
    const number = typed;
    typed = "";
    if (number === "0") move(radio.value, "");
    else if (card) move(radio.value, card.dataset.table);
    else heard.textContent = number;
  };
  document.addEventListener("keydown", (event) => {
    const radio = event.target;
    if (!(radio instanceof HTMLInputElement) || radio.name !== "member" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!canMove() || !cardOf(radio)) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      if (!radio.checked) return;
      const cards = [...board().querySelectorAll(".seat-card[data-table]:not(.seat-none)")];
      const at = cards.indexOf(cardOf(radio));
      const next = cards[event.key === "ArrowRight" ? at + 1 : at < 0 ? -1 : at - 1];
      if (next) move(radio.value, next.dataset.table);
    } else if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      typed += event.key;
      clearTimeout(timer);
      if (chosen() === radio) timer = setTimeout(() => toNumber(radio), TYPING);
      else typed = "";
    } else if (event.key === "Enter" && typed) {
      event.preventDefault();
      clearTimeout(timer);
      toNumber(radio);
    }
  });

  dress();
})();
