// Follows a session over one long response, endlessly: resumes by cursor, and detects connections that died silently.
// `fetch`, not `EventSource`, which hides keep-alives, problem documents and the time of its next try.

import { Refused, refusal } from './api.js';
import { createParser } from './vendor/eventsource-parser.mjs';

const SILENCE = 45_000; // milliseconds: three of the gateway's keep-alives
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5_000;

export class Feed {
  #url;
  #hear;
  #state;
  #cursor = null;
  #running = null;

  /** `hear(type, data)` gets each event once, in order; `state(name, failure)`: connecting, live, lost. */
  constructor(url, { hear, state }) {
    this.#url = url;
    this.#hear = hear;
    this.#state = state;
  }

  start() {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#run(this.#running.signal);
  }

  /** Closes the connection; a later start continues after the last event. */
  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  async #run(stopped) {
    this.#state('connecting');
    for (let failures = 0; !stopped.aborted;) {
      try {
        await this.#read(stopped, () => {
          failures = 0;
          this.#state('live');
        });
      } catch (failure) {
        if (stopped.aborted) return;
        this.#forgetCursorThat(failure);
        if (failures > 0 || !(failure instanceof Refused)) this.#state('lost', failure);
      }
      failures++;
      await pause(Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE) * (0.5 + Math.random() / 2), stopped);
    }
  }

  async #read(stopped, live) {
    const attempt = new AbortController();
    const watch = new Silence(() => attempt.abort(new Error('silent')));
    try {
      const response = await fetch(this.#address(), {
        // With problem documents: who accepts only event streams gets an empty one instead of a 503.
        headers: { Accept: 'text/event-stream, application/problem+json' },
        cache: 'no-store',
        signal: AbortSignal.any([stopped, attempt.signal]),
      });
      if (!response.ok) throw await refusal(response);
      live();
      const parser = createParser({ onEvent: (event) => this.#take(event) });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        watch.heard();
        parser.feed(part.value);
      }
    } finally {
      watch.end();
    }
    throw new Error('the gateway ended the stream');
  }

  #take({ id, event, data }) {
    if (event === 'problem') {
      this.#cursor = null; // the log no longer has the next events: start with the snapshot
      return;
    }
    if (id) this.#cursor = id; // first: an event that the page fails on must not be received again for ever
    this.#hear(event, JSON.parse(data));
  }

  #forgetCursorThat(failure) {
    if (failure instanceof Refused && [400, 404, 410].includes(failure.status)) this.#cursor = null;
  }

  #address() {
    const url = new URL(this.#url);
    if (this.#cursor) url.searchParams.set('cursor', this.#cursor);
    return url;
  }
}

/** Calls back when nothing was received for a while; uses one timer at a time. */
class Silence {
  #last = performance.now();
  #timer;

  constructor(call) {
    this.#timer = setInterval(() => performance.now() - this.#last > SILENCE && call(), SILENCE / 3);
  }

  heard() {
    this.#last = performance.now();
  }

  end() {
    clearInterval(this.#timer);
  }
}

/** Waits, at most until the network is back or the feed is stopped. */
function pause(milliseconds, stopped) {
  return new Promise((resume) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      resume();
    };
    const timer = setTimeout(end, milliseconds);
    addEventListener('online', end, { signal: over.signal });
    stopped.addEventListener('abort', end, { signal: over.signal });
  });
}
