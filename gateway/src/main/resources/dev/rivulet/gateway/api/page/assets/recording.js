// A turn as it was written: its events in the order of the log, each with its time after the first.

const COUNTED = new Set(['started', 'delta', 'done', 'error']);

export class Recording {
  attempts = []; // { attempt, at, text, marks: [{ at, length }] }: when text had grown to how many characters
  length = 0; // milliseconds
  end = null; // the type of the terminal event
  #first = null;

  /** Adds an event of the turn. Records of another worker's clock may seem to be earlier: time never goes back. */
  add(type, { timestamp, attempt, continues, content = '' }) {
    if (!COUNTED.has(type)) return;
    this.#first ??= timestamp;
    this.length = Math.max(this.length, timestamp - this.#first || 0);
    if (type === 'started') this.#begin(attempt, continues);
    if (type === 'delta') this.#grow(attempt, content);
    if (type === 'done' || type === 'error') this.end = type;
  }

  /** An attempt that continues has the text of the one before from its beginning. */
  #begin(attempt, continues) {
    const at = this.length;
    const text = continues ? this.attempts.at(-1)?.text ?? '' : '';
    this.attempts.push({ attempt, at, text, marks: text === '' ? [] : [{ at, length: text.length }] });
  }

  #grow(attempt, content) {
    const now = this.attempts.at(-1);
    if (now?.attempt !== attempt) return;
    now.text += content;
    now.marks.push({ at: this.length, length: now.text.length });
  }

  /** Returns what a reader saw at a time in milliseconds: the attempt, null before the first, and its text so far. */
  at(time) {
    const shown = this.attempts.findLast((attempt) => attempt.at <= time);
    if (!shown) return { attempt: null, text: '' };
    return { attempt: shown.attempt, text: shown.text.slice(0, lengthAt(shown.marks, time)) };
  }
}

/** Binary search for the last mark that is not after a time. */
function lengthAt(marks, time) {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle].at <= time) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : marks[low - 1].length;
}
