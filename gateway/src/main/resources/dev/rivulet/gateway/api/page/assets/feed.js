// Follows a session, endlessly, over the connection that all tabs of the browser share.

import { credentials } from './api.js';
import { RivuletClient } from './client/client.js';
import { RequestRefused } from './client/errors.js';

const AGAIN_AFTER = 1_000; // milliseconds: after a refusal
const WORKER = String(new URL('./client/shared-worker.js', import.meta.url));

// The only address that this policy makes, whatever it is asked for: see Page.POLICY.
const policy = globalThis.trustedTypes?.createPolicy('rivulet-worker', { createScriptURL: () => WORKER });
const startWorker = (name) => new SharedWorker(policy?.createScriptURL('') ?? WORKER, { type: 'module', name });

const client = new RivuletClient({
  gateways: new URL('.', document.baseURI), headers: credentials, maxTries: Infinity, shared: startWorker,
});

export class Feed {
  #session;
  #hear;
  #state;
  #cursor = undefined;
  #running = null;

  /** `hear(type, data)` gets each event once, in order; `state(name, failure)`: connecting, live, lost. */
  constructor(session, { hear, state }) {
    this.#session = session;
    this.#hear = hear;
    this.#state = state;
  }

  start() {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#run(this.#running.signal);
  }

  /** Stops reading; a later start continues after the last event. */
  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  async #run(stopped) {
    this.#state('connecting');
    while (!stopped.aborted) {
      try {
        await this.#read(stopped);
      } catch (failure) {
        if (stopped.aborted) return;
        // The next events are not in the log any more, or of a session that was forgotten: begin with its state.
        const stale = this.#cursor !== undefined && failure instanceof RequestRefused;
        this.#cursor = undefined;
        if (failure.status === 401) { // the key or the grant is over, which does not pass
          this.#running = null;
          this.#state('lost', failure);
          return;
        }
        if (stale) continue;
        this.#state('lost', failure);
        await new Promise((resume) => { setTimeout(resume, AGAIN_AFTER); });
      }
    }
  }

  async #read(signal) {
    const events = client.follow(this.#session, {
      cursor: this.#cursor,
      signal,
      onCursor: (cursor) => { this.#cursor = cursor; },
      onConnection: (state, failure) => this.#state(state, failure?.cause ?? failure),
    });
    for await (const event of events) {
      try {
        this.#hear(...asSent(event));
      } catch (fault) {
        reportError(fault); // of the page: the event must not be received again for ever
      }
    }
  }
}

/** Returns the type and the data with which the gateway sent an event. */
function asSent(event) {
  const { type, conversation, turn, text, snapshot, ...more } = event;
  switch (type) {
    case 'session':
      return [type, conversation];
    case 'queued':
    case 'prompt':
      return [type, turn];
    case 'text':
      return [snapshot ? 'snapshot' : 'delta', { ...more, content: text }];
    case 'reasoning':
      return [type, { ...more, content: text }];
    case 'cancelled':
      return ['done', more];
    default:
      return [type, more];
  }
}
