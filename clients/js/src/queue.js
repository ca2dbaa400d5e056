// Events that come by callbacks, for a reader that waits for them.

export class Queue {
  #events = [];
  #failure; // undefined until no more events come
  #wake = () => {};

  push(event) {
    this.#events.push(event);
    this.#wake();
  }

  /** Events that are already here are still read. */
  fail(failure) {
    this.#failure ??= failure;
    this.#wake();
  }

  /**
   * Returns the next event, or throws the failure.
   *
   * @param late thrown if there is none in this time
   */
  async next(signal, milliseconds, late) {
    if (this.#events.length === 0 && !this.#failure && !signal.aborted) {
      await new Promise((resume) => {
        const timer = setTimeout(() => {
          this.#failure ??= late;
          end();
        }, Math.min(milliseconds, 2 ** 31 - 1));
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          resume();
        };
        signal.addEventListener('abort', end);
        this.#wake = end;
      });
    }
    signal.throwIfAborted();
    if (this.#events.length > 0) return this.#events.shift();
    throw this.#failure;
  }
}
