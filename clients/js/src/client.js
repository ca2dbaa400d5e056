import { Retryable } from './errors.js';
import { callGateway, pathOf, readHttp } from './http.js';
import { read } from './reading.js';
import { Gateways, Retries } from './retries.js';
import { SessionEvents } from './session.js';
import { readShared } from './shared.js';
import { abortWith, TurnStream } from './turn.js';

const DEFAULTS = {
  headers: {},
  maxTries: 20,
  backoff: { initialMs: 250, maxMs: 5_000 },
  responseTimeoutMs: 30_000,
  silenceLimitMs: 45_000, // three of a gateway's keep-alives
  webSocketTimeoutMs: 5_000,
  onRetry: undefined,
  shared: false, // one connection for all tabs of a browser
};

const NAME = /^[A-Za-z0-9._~-]{1,128}$/;

/**
 * A client of Rivulet's gateways. Failures that may pass are retried, at the next gateway and after a random pause.
 * Each prompt has an idempotency key, so that a retry never starts a second turn.
 */
export class RivuletClient {
  #settings;
  #gateways;
  #open;

  constructor({ gateways, ...settings } = {}) {
    const addresses = [gateways ?? globalThis.location?.origin].flat();
    if (addresses.length === 0) throw new TypeError('no gateway was given');
    this.#gateways = new Gateways(addresses.map(requireAddress));
    this.#settings = { ...DEFAULTS, fetch: (...request) => globalThis.fetch(...request), ...settings };
    const open = this.#settings.shared && globalThis.WebSocket ? readShared : readHttp;
    this.#open = (gateway, reading, signal) => open(gateway, reading, this.#settings, signal);
  }

  /** Submits a prompt, a text or the fields of a turn. Returns its stream when a gateway has accepted it. */
  ask(session, prompt, { key, throttle, granularity, ...options } = {}) {
    const reading = {
      session: requireName(session, 'session'), prompt: bodyOf(prompt), key: key ?? newKey(), throttle, granularity,
    };
    return new TurnStream(this, reading, options).opened();
  }

  /** Submits a prompt and does not read the answer. Returns a bookmark for `resume`. */
  async submit(session, prompt, { key, signal } = {}) {
    const { turnId } = await this.#call({
      path: `${sessionPath(session)}/turns`, method: 'POST', body: JSON.stringify(bodyOf(prompt)),
      headers: { 'Idempotency-Key': key ?? newKey() },
    }, signal);
    return { session, turnId };
  }

  /** Continues a stream after its bookmark; without a cursor, joins the turn: its text so far comes first. */
  resume({ session, turnId, cursor }, { from, throttle, granularity, ...options } = {}) {
    const reading = {
      session: requireName(session, 'session'), turn: requireName(turnId, 'turn'), cursor, from, throttle, granularity,
    };
    return new TurnStream(this, reading, options).opened();
  }

  /** The current state of a turn. */
  turn(session, turnId, { signal } = {}) {
    return this.#call({ path: turnPath(session, turnId) }, signal);
  }

  /** Cancels a turn, queued or running. Its readers see it end. */
  async cancel(session, turnId, { signal } = {}) {
    await this.#call({ path: turnPath(session, turnId), method: 'DELETE' }, signal);
  }

  /** The current state of a session: its newest past turns, the open turn, the waiting turns. */
  session(session, { signal } = {}) {
    return this.#call({ path: sessionPath(session) }, signal);
  }

  /** A page of turns that have ended, newest first: the newest, or those before a turn. */
  turns(session, { before, limit, signal } = {}) {
    const query = new URLSearchParams(Object.entries({ before, limit }).filter(([, value]) => value !== undefined));
    return this.#call({ path: `${sessionPath(session)}/turns${query.size ? `?${query}` : ''}` }, signal);
  }

  /** All turns that have ended, newest first, a page at a time. */
  async *history(session, options = {}) {
    for (let before = options.before; ;) {
      const { turns, more } = await this.turns(session, { ...options, before });
      yield* turns;
      if (!more) return;
      before = turns.at(-1).turnId;
    }
  }

  /** Every turn of a session, endlessly: first `session`, unless there is a cursor; then each event as it happens. */
  async *follow(session, { cursor, from, throttle, granularity, signal, onConnection, onCursor } = {}) {
    const reading = { session: requireName(session, 'session'), cursor, from, throttle, granularity };
    const closing = new AbortController();
    const unlink = abortWith(closing, signal);
    const events = new SessionEvents(cursor !== undefined);
    try {
      for await (const event of this.read(reading, closing.signal, (raw) => events.decode(raw))) {
        if (event.type === 'open') onConnection?.('live');
        else if (event.type === 'lost') onConnection?.('lost', event.failure);
        else {
          onCursor?.(reading.cursor);
          yield event;
        }
      }
    } finally {
      unlink();
      closing.abort();
    }
  }

  /** Ends a session's turns and forgets its conversation. Returns what Kafka still holds, and until when. */
  forget(session, { signal } = {}) {
    return this.#call({ path: sessionPath(session), method: 'DELETE' }, signal);
  }

  /** For the streams of this package. */
  read(reading, signal, decode) {
    const retries = new Retries(this.#settings, this.#gateways, signal);
    return read({ retries, open: this.#open, signal, reading, decode });
  }

  async #call(request, signal = new AbortController().signal) {
    const retries = new Retries(this.#settings, this.#gateways, signal);
    for (;;) {
      try {
        const answer = await callGateway(retries.gateway, request, this.#settings, signal);
        retries.succeeded();
        return answer;
      } catch (failure) {
        if (!(failure instanceof Retryable)) throw failure;
        await retries.failed(failure);
      }
    }
  }
}

const bodyOf = (prompt) => (typeof prompt === 'string' ? { prompt } : prompt);
const sessionPath = (session) => pathOf({ session: requireName(session, 'session') });
const turnPath = (session, turn) => `${sessionPath(session)}/turns/${requireName(turn, 'turn')}`;

/** `crypto.randomUUID` is missing on pages that were loaded over plain HTTP from another host. */
const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function requireName(value, what) {
  if (!NAME.test(value)) throw new TypeError(`a ${what} id is 1 to 128 characters out of A-Z a-z 0-9 . _ ~ -`);
  return value;
}

function requireAddress(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    // The same as an address of another protocol.
  }
  if (!/^https?:$/.test(url?.protocol)) throw new TypeError(`not the address of a gateway: ${address}`);
  return String(address).replace(/\/+$/, '');
}
