// One connection for all tabs of an origin: over a shared worker; in a tab that has none, one of its own.

import { problem, Retryable } from './errors.js';
import { readHttp } from './http.js';
import { Queue } from './queue.js';
import { Sockets } from './socket.js';

const HELLO_WITHIN = 3_000; // milliseconds
const PING_EVERY = 2_000;
const UNANSWERED = 3; // pings in a row, after which the worker counts as dead
const HTTP_FOR = 300_000; // before a gateway whose WebSockets were silent gets another

/** Of this page; undefined while there is no worker that has answered. */
let connection;
let generation = 0; // of the worker's name: one that hangs is left for another
let unavailable = false; // no shared workers, or not from here
const own = new Sockets();
const reached = new Set(); // gateways that a WebSocket was opened to
const httpUntil = new Map(); // by gateway: when its next WebSocket is tried

/** Reads as `readHttp` does, over the shared connection; over HTTP where no WebSocket can be had. */
export async function* readShared(gateway, reading, settings, signal) {
  if (performance.now() >= (httpUntil.get(gateway) ?? 0)) {
    try {
      yield* readSocket(gateway, reading, settings, signal);
      return;
    } catch (failure) {
      if (signal.aborted || failure instanceof Error) throw failure;
      if (failure.problem) throw problem(failure.problem.status, failure.problem);
      if (!needsHttp(gateway, failure)) throw new Retryable(failure.lost, { retryAfterMs: failure.retryAfterMs });
    }
  }
  yield* readHttp(gateway, reading, settings, signal);
}

/**
 * Whether a gateway has to be read over HTTP. One that had a WebSocket gets another: it may have just come back, and a
 * stream that it then answers over HTTP would stay there.
 */
function needsHttp(gateway, { noSocket, silent }) {
  if (noSocket) return !reached.has(gateway);
  if (!silent || reached.delete(gateway)) return false;
  httpUntil.set(gateway, performance.now() + HTTP_FOR);
  return true;
}

async function* readSocket(gateway, reading, settings, signal) {
  const { shared, silenceLimitMs, webSocketTimeoutMs, responseTimeoutMs } = settings;
  const through = (await connected(shared)) ?? ownConnection;
  const queue = new Queue();
  const stop = through.open(gateway, reading, { silenceLimitMs, webSocketTimeoutMs, key: keyIn(settings.headers) }, {
    event: (event) => queue.push(event), failure: (failure) => queue.fail(failure),
  });
  let waitMs = responseTimeoutMs;
  try {
    for (;;) {
      const event = await queue.next(signal, waitMs, { lost: `${gateway} did not answer` });
      waitMs = Infinity; // from now on silence is noticed at the socket
      reached.add(gateway);
      yield event;
      if (event.type === 'ended') return;
    }
  } finally {
    stop();
  }
}

/** The key of an `Authorization: Bearer` header, which a WebSocket cannot send; undefined if there is none. */
function keyIn(headers) {
  const [, value = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return /^Bearer\s+(\S+)$/i.exec(value)?.[1];
}

const ownConnection = { open: (...stream) => own.open(...stream) };

/** Returns the connection to a worker that answers; null if there is none. */
async function connected(makeWorker) {
  for (let tries = 0; tries < 2 && !unavailable; tries++) {
    const current = (connection ??= WorkerConnection.start(makeWorker));
    if (!current) break;
    if (await current.hello) return current;
  }
  return null;
}

class WorkerConnection {
  #port;
  #streams = new Map();
  #last = 0;
  #unanswered = 0;
  #timer;
  #greeted;
  hello = new Promise((resolve) => { this.#greeted = resolve; }); // whether the worker has answered in time

  /** Returns undefined where there are no shared workers, or none of this module's origin. */
  static start(makeWorker) {
    const name = `rivulet-${generation}`;
    try {
      return new WorkerConnection(typeof makeWorker === 'function'
        ? makeWorker(name)
        : new SharedWorker(new URL('./shared-worker.js', import.meta.url), { type: 'module', name }));
    } catch {
      unavailable = true;
      return undefined;
    }
  }

  constructor(worker) {
    this.#port = worker.port;
    this.#port.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = () => this.#greeted(false);
    setTimeout(() => this.#greeted(false), HELLO_WITHIN);
    const mine = generation;
    this.hello.then((answers) => {
      if (answers) {
        this.#watch();
        return;
      }
      generation = Math.max(generation, mine + 1);
      this.#end();
    });
    this.#port.start();
  }

  open(gateway, reading, limits, take) {
    const stream = ++this.#last;
    this.#streams.set(stream, take);
    this.#port.postMessage({ open: stream, gateway, reading: { ...reading }, limits });
    return () => {
      if (this.#streams.delete(stream)) this.#port.postMessage({ close: stream });
    };
  }

  #receive({ hello, pong, dropped, stream, event, failure }) {
    this.#unanswered = 0;
    if (hello) this.#greeted(true);
    else if (dropped) this.#fail('the shared worker has dropped this page');
    else if (!pong && failure) {
      const take = this.#streams.get(stream);
      this.#streams.delete(stream);
      take?.failure(failure);
    } else if (!pong) this.#streams.get(stream)?.event(event);
  }

  /** A worker that died says nothing about it. */
  #watch() {
    addEventListener('pagehide', this.#leave);
    this.#timer = setInterval(() => {
      if (this.#unanswered++ >= UNANSWERED) this.#end();
      else this.#port.postMessage({ ping: true });
    }, PING_EVERY);
  }

  #leave = () => this.#port.postMessage({ bye: true });

  #end() {
    clearInterval(this.#timer);
    removeEventListener('pagehide', this.#leave);
    if (connection === this) connection = undefined;
    this.#leave();
    this.#port.close();
    this.#fail('the shared worker is gone');
  }

  #fail(lost) {
    const all = [...this.#streams.values()];
    this.#streams.clear();
    for (const take of all) take.failure({ lost });
  }
}
