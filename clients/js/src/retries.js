// Which gateway is tried next, and after what pause.

import { ConnectionLost } from './errors.js';

/** The addresses of equivalent gateways, and when each may be tried again. Shared by all calls of a client. */
export class Gateways {
  #addresses;
  #retryAt;
  preferred = 0; // the one that succeeded last

  constructor(addresses) {
    this.#addresses = addresses;
    this.#retryAt = addresses.map(() => 0);
  }

  address(index) {
    return this.#addresses[index];
  }

  retryAfter(index, milliseconds) {
    this.#retryAt[index] = performance.now() + milliseconds;
  }

  /** In milliseconds; 0 if the gateway may be tried now. */
  delay(index) {
    return Math.max(0, this.#retryAt[index] - performance.now());
  }

  /** The next in turn that may be tried now; if none may, the one that may be tried first. */
  next(index) {
    const inTurn = this.#addresses.map((_, step) => (index + 1 + step) % this.#addresses.length);
    return inTurn.reduce((best, other) => (this.delay(other) < this.delay(best) ? other : best));
  }
}

/** The retries of one operation. */
export class Retries {
  #settings;
  #gateways;
  #signal;
  #gateway;
  #failures = 0; // in a row

  constructor(settings, gateways, signal) {
    this.#settings = settings;
    this.#gateways = gateways;
    this.#signal = signal;
    this.#gateway = gateways.preferred;
  }

  get gateway() {
    return this.#gateways.address(this.#gateway);
  }

  succeeded() {
    this.#failures = 0;
    this.#gateways.preferred = this.#gateway;
  }

  /** Chooses the next gateway and waits before it is tried. Throws after too many failures, or when aborted. */
  async failed(failure) {
    const { maxTries, backoff, onRetry } = this.#settings;
    this.#failures++;
    if (failure.retryAfterMs !== undefined) this.#gateways.retryAfter(this.#gateway, failure.retryAfterMs);
    if (this.#failures >= maxTries) throw new ConnectionLost(this.#failures, failure);
    this.#gateway = this.#gateways.next(this.#gateway);
    // Full jitter: clients that lost the same gateway do not come back at the same moment.
    const bound = Math.min(backoff.initialMs * 2 ** Math.min(this.#failures - 1, 30), backoff.maxMs);
    const pauseMs = Math.max(Math.random() * bound, this.#gateways.delay(this.#gateway));
    onRetry?.({ gateway: this.gateway, failures: this.#failures, pauseMs, cause: failure });
    await pause(pauseMs, this.#signal);
  }
}

/** Waits, at most until the browser is online again. Throws the signal's reason when it is aborted. */
function pause(milliseconds, signal) {
  return new Promise((resume, fail) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      if (signal.aborted) fail(signal.reason);
      else resume();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { signal: over.signal });
    globalThis.addEventListener?.('online', end, { signal: over.signal });
  });
}
