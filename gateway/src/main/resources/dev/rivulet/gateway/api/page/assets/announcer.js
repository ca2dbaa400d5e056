// Announces to a screen reader that an answer begins, and its text when it is complete: never single tokens.

import { ending, failure, isSuspect, restart, silence, waiting } from './words.js';

const LONGEST = 600; // characters that are announced; the whole answer is in the log

export class Announcer {
  #region;
  #suspected = new WeakSet(); // attempts

  constructor(region) {
    this.#region = region;
  }

  /** Called after an event of this type changed a turn. */
  turn(type, turn) {
    if (type === 'queued' && turn.own) this.say(waiting(turn));
    if (type === 'started') this.say(restart(turn) || 'The answer begins.');
    if (type === 'error') this.say(failure(turn));
    if (type === 'done') this.say([ending(turn), shortened(turn.text)].filter(Boolean).join(' '));
  }

  /** Called when time has passed. Speaks once of each attempt that may be lost. */
  silence(turn) {
    if (!isSuspect(turn) || !turn.running || this.#suspected.has(turn.running)) return;
    this.#suspected.add(turn.running);
    this.say(silence(turn));
  }

  say(words) {
    this.#region.textContent = words;
  }
}

function shortened(text) {
  if (text === '') return '';
  return text.length <= LONGEST ? `Answer: ${text}` : `Answer: ${text.slice(0, LONGEST)} … and more.`;
}
