// Announces to a screen reader that an answer begins, and its text when it is complete: never single tokens.

import { ending, failure, restart } from './words.js';

const LONGEST = 600; // characters that are announced; the whole answer is in the log

export class Announcer {
  #region;

  constructor(region) {
    this.#region = region;
  }

  /** Called after an event of this type changed a turn. */
  turn(type, turn) {
    if (type === 'started') this.say(restart(turn) || 'The answer begins.');
    if (type === 'error') this.say(failure(turn));
    if (type === 'done') this.say([ending(turn), shortened(turn.text)].filter(Boolean).join(' '));
  }

  say(words) {
    this.#region.textContent = words;
  }
}

function shortened(text) {
  return text.length <= LONGEST ? `Answer: ${text}` : `Answer: ${text.slice(0, LONGEST)} … and more.`;
}
