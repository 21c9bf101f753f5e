// The door without waiting for the network: steps are kept on the device until the server has taken them.
// The page works without this file; then each step is an ordinary form.
"use strict";

(() => {
  const door = document.getElementById("door");
  if (!door) return;
  const PREFIX = `zaitaku.door.${door.dataset.channel}.${door.dataset.person}.`;
  const EVERY = 5000; // milliseconds between looks at what other helpers did, and between tries to send
  const IDLE = 15 * 60 * 1000; // nobody touched the page: stop asking, so that the sitting can time out; still send

  const store = doorStore(PREFIX);

  let number = 0;
  const nextId = () => `step.${String(Date.now()).padStart(15, "0")}.${String((number += 1)).padStart(6, "0")}`;
  const token = () => door.querySelector("input[name=csrfmiddlewaretoken]").value;
  const one = (selector, within = door) => within.querySelector(selector);
  const every = (selector, within = door) => [...within.querySelectorAll(selector)];

  // What the server said last; until then, what the page shows.
  const pageRows = () => {
    const rows = {};
    every(".door-line.has-come").forEach((line) => {
      const key = one("form[data-step=undo] input[name=key]", line).value;
      rows[key] = {
        key,
        sign_up: line.dataset.signUp ? Number(line.dataset.signUp) : null,
        people: Number(one("form[data-step=people] input[name=people]", line).value),
        name: line.dataset.signUp ? "" : one(".door-name", line).textContent.trim(),
        at: one("[data-at]", line).textContent,
        by: one("[data-by]", line).textContent,
        elsewhere: one("[data-elsewhere]", line).textContent.trim(),
      };
    });
    return rows;
  };
  let server = {
    version: door.dataset.version,
    rows: pageRows(),
    expected: Number(one("[data-expected]").textContent),
    is_closed: !one("[data-closed]").hidden,
  };

  // The server's arrivals with the unsent steps done on top of them.
  const effective = () => {
    const rows = structuredClone(server.rows);
    store.all("step.").forEach(([, step]) => {
      const fields = step.fields;
      if (step.do === "arrive" || step.do === "walk_in") {
        const signUp = fields.sign_up ? Number(fields.sign_up) : null;
        if (rows[fields.key] || (signUp && Object.values(rows).some((row) => row.sign_up === signUp))) return;
        rows[fields.key] = {
          key: fields.key, sign_up: signUp, people: Number(fields.people) || 1, name: fields.name || "",
          at: step.at, by: "", elsewhere: "", pending: true,
        };
      } else if (step.do === "undo") {
        delete rows[fields.key];
      } else if (step.do === "people" && rows[fields.key]) {
        rows[fields.key].people = Number(fields.people) || rows[fields.key].people;
        rows[fields.key].pending = true;
      }
    });
    return rows;
  };

  const setNames = (within, name) => every("[data-name]", within).forEach((span) => { span.textContent = ` ${name}`; });

  const showCame = (line, row, name) => {
    const place = one(".door-do", line);
    let key = one("form[data-step=undo] input[name=key]", line);
    if (!key) {
      place.replaceChildren(one("template[data-came]").content.cloneNode(true));
      setNames(place, name);
      key = one("form[data-step=undo] input[name=key]", line);
    }
    key.value = row.key;
    one("form[data-step=people] input[name=key]", line).value = row.key;
    const people = one("form[data-step=people] input[name=people]", line);
    if (document.activeElement !== people) people.value = row.people;
    one("[data-at]", line).textContent = row.at;
    one("[data-by]", line).textContent = row.by;
    one("[data-elsewhere]", line).textContent = row.elsewhere;
    one("[data-pending]", line).hidden = !row.pending;
    line.classList.add("has-come");
  };

  const showOpen = (line, name) => {
    if (one("form[data-step=arrive]", line)) return;
    const place = one(".door-do", line);
    place.replaceChildren(one("template[data-arrive]").content.cloneNode(true));
    const form = one("form", place);
    setNames(place, name);
    one("input[name=sign_up]", form).value = line.dataset.signUp;
    one("input[name=people]", form).value = line.dataset.seats;
    one("input[name=key]", form).value = newKey();
    line.classList.remove("has-come");
  };

  // As `searchable` of analysis/contacts.py.
  const folded = (text) => text.normalize("NFKC").toLowerCase()
    .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60)).trim();

  const search = one("#door-q");
  const onlyOpen = one("input[name=show]");
  const filter = () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    let found = 0;
    every(".door-line").forEach((line) => {
      const text = line.dataset.words || "";
      const joined = text.replaceAll(" ", "");
      const matches = words.every((word) => text.includes(word) || joined.includes(word));
      line.hidden = !matches || (onlyOpen.checked && line.classList.contains("has-come"));
      found += line.hidden ? 0 : 1;
    });
    every(".door-section").forEach((section) => {
      section.hidden = one(".door-line", section) === null;
      const more = one("details", section);
      if (more && words.length) more.open = every(".door-line", section).some((line) => !line.hidden);
    });
    one("[data-nothing]").hidden = found > 0;
  };

  const walkIn = (row) => {
    const list = one("[data-section=walk_ins] .door-list");
    const line = document.createElement("li");
    line.className = "door-line";
    line.dataset.key = row.key;
    line.dataset.words = folded(row.name);
    const who = document.createElement("div");
    who.className = "door-who";
    const name = document.createElement("span");
    name.className = "door-name";
    name.textContent = row.name || one(".door-walk-in summary").dataset.word;
    who.append(name);
    const place = document.createElement("div");
    place.className = "door-do";
    line.append(who, place);
    list.append(line);
    return line;
  };

  const signUpsOf = (version) => version.split(".")[0];
  const render = () => {
    const rows = Object.values(effective());
    const bySignUp = new Map(rows.filter((row) => row.sign_up).map((row) => [String(row.sign_up), row]));
    const focused = document.activeElement && document.activeElement.closest(".door-line");
    every(".door-line[data-sign-up]").forEach((line) => {
      const name = one(".door-name", line).textContent.trim();
      const row = bySignUp.get(line.dataset.signUp);
      if (row) showCame(line, row, name);
      else showOpen(line, name);
    });
    const walkIns = new Map(rows.filter((row) => !row.sign_up).map((row) => [row.key, row]));
    every(".door-line[data-key]").forEach((line) => { if (!walkIns.has(line.dataset.key)) line.remove(); });
    walkIns.forEach((row, key) => {
      const line = one(`.door-line[data-key="${CSS.escape(key)}"]`) || walkIn(row);
      showCame(line, row, one(".door-name", line).textContent.trim());
    });
    // Whoever ticks by keyboard stays where they are although the button they pressed is gone.
    if (focused && focused.isConnected && !focused.contains(document.activeElement)) one("button", focused)?.focus();
    const here = rows.filter((row) => !row.elsewhere);
    one("[data-came]").textContent = here.reduce((sum, row) => sum + row.people, 0);
    one("[data-expected]").textContent = server.expected;
    const unsent = store.all("step.").length;
    one("[data-closed]").hidden = !server.is_closed || unsent > 0;
    one("[data-unsent]").hidden = unsent === 0;
    one("[data-unsent-count]").textContent = unsent;
    if (unsent === 0) one("[data-close-later]").hidden = true;
    one("[data-list-changed]").hidden = signUpsOf(server.version) === signUpsOf(door.dataset.version);
    const others = store.countOfOthers();
    one("[data-others]").hidden = others === 0;
    one("[data-others-count]").textContent = others;
    const refused = one("[data-refused]");
    refused.replaceChildren(...store.all("refused.").map(([id, step]) => refusedLine(id, step)));
    refused.hidden = refused.children.length === 0;
    filter();
  };

  const refusedLine = (id, step) => {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-text button-small";
    button.textContent = "✕";
    button.setAttribute("aria-label", one("[data-refused]").dataset.seen);
    button.addEventListener("click", () => { store.drop(id); render(); });
    line.append(`${step.at} ${step.who}: ${step.message}`, button);
    return line;
  };

  const isAway = (away) => { one("[data-away]").hidden = !away; };
  // A page instead of an answer: the one to sign in, or an error, which a reload may mend. Nothing leaves the device.
  const isRefused = (answer) => {
    one("[data-signed-out]").hidden = !answer || answer.status >= 400;
    one("[data-trouble]").hidden = !answer || answer.status < 400;
    one("[data-trouble-status]").textContent = answer ? answer.status : "";
  };

  // One after the other, oldest first; a step leaves the device only when the server has answered it.
  let sending = false;
  let sent = 0;
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let waiting = store.all("step."); waiting.length; waiting = store.all("step.")) {
        const [id, step] = waiting[0];
        const answer = await request(location.pathname, {
          method: "POST",
          headers: { "X-CSRFToken": token() },
          body: new URLSearchParams({ do: step.do, ...step.fields }),
        });
        isAway(false);
        isRefused(answer.body ? null : answer);
        if (answer.body === null) break; // try again later
        sent += 1;
        if (answer.body.ok) server = answer.body.state;
        else store.put(`refused.${id}`, { at: step.at, who: step.who, message: answer.body.message });
        store.drop(id);
        render();
      }
    } catch {
      isAway(true);
    } finally {
      sending = false;
    }
  };

  let touched = Date.now();
  const look = async () => {
    if (store.all("step.").length) {
      await send();
      return;
    }
    if (document.hidden || Date.now() - touched > IDLE) return;
    const before = sent;
    try {
      const answer = await request(`${door.dataset.state}?since=${encodeURIComponent(server.version)}`);
      isAway(false);
      isRefused(answer.body || answer.status === 204 ? null : answer);
      // An answer that set out before the last step was sent knows nothing of it.
      if (answer.body && answer.status === 200 && before === sent && !store.all("step.").length) {
        server = answer.body;
        render();
      }
    } catch {
      isAway(true);
    }
  };

  const clock = () => new Date().toTimeString().slice(0, 5);
  door.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-step]");
    if (!form) {
      if (event.target.closest(".door-search")) event.preventDefault();
      return;
    }
    if (form.dataset.step === "close") {
      if (store.all("step.").length) { // first what was ticked, then the sum of it
        event.preventDefault();
        one("[data-close-later]").hidden = false;
        send();
      }
      return;
    }
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "do"));
    const line = form.closest(".door-line");
    if (form.dataset.step === "arrive" && one(".door-warning", line)) fields.let_in = "1";
    const who = line ? one(".door-name", line).textContent.trim() : fields.name || "";
    store.put(nextId(), { do: form.dataset.step, fields, at: clock(), who });
    if (form.dataset.step === "walk_in") {
      form.reset();
      one("input[name=key]", form).value = newKey();
      one("input[name=name]", form).focus();
    }
    render();
    send();
  });

  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const shown = every(".door-line").filter((line) => !line.hidden && !line.classList.contains("has-come"));
    if (shown.length === 1) one("button", shown[0]).focus();
  });
  onlyOpen.addEventListener("change", filter);
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, () => { touched = Date.now(); }));
  window.addEventListener("online", send);
  window.addEventListener("offline", () => isAway(true));
  window.addEventListener("storage", (event) => { if (event.key && event.key.startsWith(PREFIX)) render(); });
  window.addEventListener("beforeunload", (event) => { if (store.isLosing()) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  setInterval(look, EVERY);
  one("form[data-step=walk_in] input[name=key]").value = newKey(); // a page from the cache must not bring an old one
  one("[data-plain]").hidden = true; // the list follows what is typed
  render();
  send();
})();
