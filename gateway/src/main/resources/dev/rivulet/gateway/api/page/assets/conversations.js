// The conversations of this browser: which sessions it has shown, and what they are called.

import { Kept } from './kept.js';
import { oneLine } from './titles.js';

const LIMIT = 200; // conversations
const LONGEST = 80; // characters of a title
const WORTH_NOTING = 60_000; // milliseconds between two notes that a conversation is used

const text = (value) => (typeof value === 'string' ? oneLine(value, LONGEST) : '');
const read = ({ title, name, reads, grant }) => ({
  title: text(title), name: text(name), reads: reads === true, grant: typeof grant === 'string' ? grant : null,
});

export class Conversations {
  #kept;

  constructor(kept = new Kept('conversation', LIMIT, read)) {
    this.#kept = kept;
  }

  /** Returns those with all these words in their title, the one used last first. */
  list(words = '') {
    const wanted = fold(words).split(/\s+/);
    return this.#kept.all().map((entry) => ({ ...entry, title: shown(entry) }))
      .filter(({ title }) => wanted.every((word) => fold(title).includes(word)));
  }

  /** Returns the name that the user gave to a session, or undefined. */
  name(session) {
    return this.#kept.get(session)?.name || undefined;
  }

  /**
   * Notes that a session is used. Its first title stays. `reads`: whether this browser only reads it; `grant`: what lets
   * it, if it has no key.
   */
  used(session, title, reads, now = Date.now(), grant = null) {
    const entry = this.#kept.get(session) ?? { title: text(title), name: '', at: 0 };
    const changed = entry.reads !== reads || (entry.grant ?? null) !== grant;
    if (now - entry.at > WORTH_NOTING || changed) this.#kept.put(session, { ...entry, reads, grant }, now);
  }

  /** An empty name brings the title back. */
  rename(session, name) {
    const entry = this.#kept.get(session);
    if (entry) this.#kept.put(session, { ...entry, name: text(name) }, entry.at);
  }

  /** Removes it from the list, and returns what `restore` brings back; the session itself stays. */
  remove(session) {
    const entry = this.#kept.get(session);
    this.#kept.remove(session);
    return { ...entry, session };
  }

  restore({ session, at, ...entry }) {
    this.#kept.put(session, entry, at);
  }
}

const shown = ({ name, title, session }) => name || title || `Without a title (${session.slice(0, 8)})`;

const fold = (words) => words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
