// What the door asks of the device: keys for its steps, a place for those the server has not taken yet, the network.
"use strict";

const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

const WAIT = 10000; // milliseconds; give a request up after this
const request = async (address, options = {}) => {
  const timer = new AbortController();
  const bell = setTimeout(() => timer.abort(), WAIT);
  try {
    const answer = await fetch(address, {
      credentials: "same-origin", cache: "no-store", signal: timer.signal, ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    // Moved to the page to sign in, whatever that answers: nobody took the step.
    const isAnswer = !answer.redirected && (answer.headers.get("Content-Type") || "").startsWith("application/json");
    return { status: answer.status, body: isAnswer ? await answer.json() : null };
  } finally {
    clearTimeout(bell);
  }
};

const doorStore = (PREFIX) => {
  // Each step has a place of its own in the storage: two windows of one device never overwrite each other's.
  const memory = new Map(); // where storage is refused (private windows) steps live as long as the page
  const kept = {
    keys() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
      } catch {
        return [];
      }
    },
    put(id, step) {
      try {
        localStorage.setItem(PREFIX + id, JSON.stringify(step));
      } catch {
        memory.set(id, step);
      }
    },
    drop(id) {
      memory.delete(id);
      try {
        localStorage.removeItem(PREFIX + id);
      } catch {
        // nothing was stored then
      }
    },
    all(kind) {
      const found = [...memory].map(([id, step]) => [id, step]);
      kept.keys().forEach((key) => {
        try {
          found.push([key.slice(PREFIX.length), JSON.parse(localStorage.getItem(key))]);
        } catch {
          localStorage.removeItem(key);
        }
      });
      return found.filter(([id, step]) => step && id.startsWith(kind)).sort(([one], [other]) => (one < other ? -1 : 1));
    },
  };

  // Names do not stay on a device that others use: what was refused goes after a day, what was never sent after a week.
  const sweep = () => {
    const day = 24 * 60 * 60 * 1000;
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("zaitaku.door.")).forEach((key) => {
        const made = Number(key.match(/\.step\.(\d{15})\./)?.[1] ?? 0);
        if (Date.now() - made > (key.includes(".refused.") ? day : 7 * day)) localStorage.removeItem(key);
      });
    } catch {
      // no storage, nothing to sweep
    }
  };
  sweep();

  // What somebody else ticked here, or the same person at another door, is sent only from there.
  const countOfOthers = () => {
    try {
      return Object.keys(localStorage).filter((key) => /^zaitaku\.door\.\d+\.\d+\.step\./.test(key) && !key.startsWith(PREFIX)).length;
    } catch {
      return 0;
    }
  };

  return { ...kept, countOfOthers, isLosing: () => memory.size > 0 };
};
