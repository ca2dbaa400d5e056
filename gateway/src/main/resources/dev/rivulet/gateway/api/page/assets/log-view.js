// The conversation: shows the turns in order and keeps the end in view while the reader is there.

import { atLast } from './frames.js';
import { TurnView } from './turn-view.js';

const AT_THE_END = 8; // pixels from the end that still count as there

export class LogView {
  #list;
  #latest;
  #views = new Map();
  #memoryBegins;
  #following = true;
  #lastY = 0;
  #keepUp = () => this.#toTheEnd();

  /** `latest`: the button that scrolls to the end. */
  constructor(list, latest) {
    this.#list = list;
    this.#latest = latest;
    addEventListener('scroll', () => this.#look(), { passive: true });
    addEventListener('resize', () => this.#rendered(), { passive: true });
    latest.addEventListener('click', () => this.follow());
  }

  /**
   * Puts the turns in order and renders the changed one; all if none is given. `memoryBegins`: the first turn that the
   * model still sees, if that is worth mentioning.
   */
  show(turns, changed, memoryBegins = this.#memoryBegins) {
    this.#memoryBegins = memoryBegins;
    for (const [turn, view] of this.#views) view.beginsMemory(turn === memoryBegins);
    for (const [turn, view] of this.#views) {
      if (turns.includes(turn)) continue;
      view.element.remove();
      this.#views.delete(turn);
    }
    turns.forEach((turn, index) => this.#place(turn, index));
    const stale = changed ? [changed] : turns;
    for (const turn of stale) this.#views.get(turn)?.changed();
  }

  /** Returns the turn of an element. */
  turnOf(element) {
    const article = element.closest('.turn');
    return [...this.#views].find(([, view]) => view.element === article)?.[0];
  }

  /** Keeps a turn in view although others are put before it. */
  stay(turn) {
    const element = this.#views.get(turn)?.element;
    if (!element || this.#following) return;
    const top = element.getBoundingClientRect().top;
    atLast(() => scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' }));
  }

  /** Scrolls to the end and stays there while the text grows. */
  follow() {
    this.#following = true;
    this.#rendered();
  }

  #place(turn, index) {
    if (!this.#views.has(turn)) {
      const view = new TurnView(turn, () => this.#rendered());
      this.#views.set(turn, view);
      view.changed();
    }
    const { element } = this.#views.get(turn);
    const there = this.#list.children[index];
    if (there !== element) this.#list.insertBefore(element, there ?? null);
  }

  #rendered() {
    atLast(this.#keepUp);
  }

  #toTheEnd() {
    if (this.#following) scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    this.#look();
  }

  /** Scrolling up stops following the end; scrolling to the end follows it again. */
  #look() {
    const gap = document.documentElement.scrollHeight - innerHeight - scrollY;
    if (gap <= AT_THE_END) this.#following = true;
    else if (scrollY < this.#lastY) this.#following = false;
    this.#lastY = scrollY;
    this.#latest.hidden = this.#following;
  }
}
