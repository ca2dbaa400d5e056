// What this browser keeps of sessions, each entry under a key of its own. Whatever is wrong with the storage (full,
// blocked, edited by hand, written by another version) costs entries and nothing else.

import { isSession } from './address.js';

const PREFIX = 'rivulet.1.'; // a later version that writes something else takes another number

export class Kept {
  #prefix;
  #limit;
  #read;
  #storage;

  /**
   * `kind` names the entries; at most `limit` are kept, those used last. `read(entry)` returns what is usable of a parsed
   * entry, or null; `at`, when it was used, is added to it.
   */
  constructor(kind, limit, read, storage = browserStorage()) {
    this.#prefix = `${PREFIX}${kind}.`;
    this.#limit = limit;
    this.#read = read;
    this.#storage = storage;
  }

  /** Returns the entry of a session, or null. */
  get(session) {
    return this.#parse(attempt(() => this.#storage.getItem(this.#prefix + session), null));
  }

  /** Returns all entries with their `session`, the one used last first. */
  all() {
    const keys = attempt(() => Array.from({ length: this.#storage.length }, (_, i) => this.#storage.key(i)), []);
    return keys.filter((key) => key?.startsWith(this.#prefix))
      .map((key) => key.slice(this.#prefix.length))
      .filter(isSession)
      .map((session) => ({ ...this.get(session), session }))
      .filter(({ at }) => at !== undefined)
      .sort((a, b) => b.at - a.at);
  }

  /** Returns whether the entry is kept. */
  put(session, entry, now = Date.now()) {
    const others = this.all().filter((other) => other.session !== session);
    others.splice(this.#limit - 1).forEach((oldest) => this.remove(oldest.session));
    const write = () => {
      this.#storage.setItem(this.#prefix + session, JSON.stringify({ ...entry, at: now }));
      return true;
    };
    if (attempt(write, false)) return true;
    if (others.length > 0) this.remove(others.at(-1).session);
    return attempt(write, false);
  }

  remove(session) {
    attempt(() => this.#storage.removeItem(this.#prefix + session), null);
  }

  #parse(text) {
    const entry = text === null ? null : attempt(() => JSON.parse(text), null);
    if (entry === null || typeof entry !== 'object') return null;
    const read = this.#read(entry);
    // A time ahead would keep an entry for ever.
    return read && { ...read, at: Number.isFinite(entry.at) ? Math.min(entry.at, Date.now()) : 0 };
  }
}

/** Returns null where the browser blocks it: then even naming it throws. */
function browserStorage() {
  return attempt(() => localStorage, null);
}

function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
