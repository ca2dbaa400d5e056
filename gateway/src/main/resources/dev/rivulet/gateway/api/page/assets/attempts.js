// The attempts of a turn as this page has seen them, on this device's clock. Pure: no DOM, clock or network.
//
// No event says that a worker lives: workers' heartbeats are on a topic of their own, and the gateway's keep-alives say
// nothing about a turn. So the only sign of an attempt is what it writes. A model that pauses looks like a worker that
// was lost; what is normal for the answer is therefore learnt from the answer itself.

const PATIENCE = 1000; // milliseconds: a shorter silence is not mentioned
const SLOWER = 3; // nor is one that is shorter than so many of the answer's own pauses
const FADING = 0.9; // what a pause counts for after each later one
const AT_ONCE = 20; // milliseconds: texts that arrive closer together were sent together
export const FLOW_STEP = 200; // milliseconds per value of the flow

/** One execution of a turn. */
class Attempt {
  number;
  begunAt;
  /** When the last sign of it arrived. */
  signAt;
  /** How much text arrived in each interval since it began. */
  flow = [];
  #pause = 0; // the longest of the recent ones
  #hasText = false;

  constructor(number, now) {
    this.number = number;
    this.begunAt = this.signAt = now;
  }

  /** Text arrived. */
  grew(characters, now) {
    const step = Math.floor((now - this.begunAt) / FLOW_STEP);
    while (this.flow.length <= step) this.flow.push(0);
    const gap = now - this.signAt;
    if (this.#hasText && gap >= AT_ONCE) this.#pause = Math.max(gap, this.#pause * FADING);
    this.flow[step] += characters;
    this.heard(now);
    this.#hasText = true;
  }

  /** Nothing can be said about the time before: this page was not there. */
  heard(now) {
    this.signAt = now;
  }

  /** Returns for how many milliseconds there was no sign of it; 0 if that is not worth mentioning. */
  silence(now) {
    const silent = now - this.signAt;
    return silent < Math.max(PATIENCE, SLOWER * this.#pause) ? 0 : silent;
  }
}

/** Begins another attempt of a turn, and keeps what is known of the one that was lost; also its text, if it goes on. */
export function begin(turn, { attempt, model, provider, continues }, now) {
  const { running } = turn;
  const text = continues ? turn.text : '';
  if (running && attempt > running.number) {
    turn.lost.push({ attempt: running, characters: turn.text.length, next: now, continued: Boolean(continues) });
    if (!continues && turn.text.length > turn.before.length) turn.before = turn.text;
  }
  const parts = continues ? turn.parts : [];
  Object.assign(turn, { state: 'open', attempt, model, provider, text, parts, running: new Attempt(attempt, now) });
}
