// One request to one gateway, and one response.

import { problem, Retryable } from './errors.js';
import { SseParser } from './sse.js';

// Without the second, a gateway that cannot serve a stream now sends an empty one in place of a status and its reason.
const ACCEPTED = 'text/event-stream, application/problem+json';

export const pathOf = ({ session, turn }) => `/v1/sessions/${session}${turn ? `/turns/${turn}` : ''}`;

/** Calls a gateway and returns its JSON. */
export async function callGateway(gateway, { path, method = 'GET', body, headers }, settings, signal) {
  const attempt = new Attempt(signal);
  try {
    attempt.within(settings.responseTimeoutMs, 'did not answer');
    const response = await attempt.fetch(settings, gateway + path, {
      method, headers: body ? { 'Content-Type': 'application/json', ...headers } : headers, body,
    });
    const text = await response.text();
    try {
      return text === '' ? {} : JSON.parse(text);
    } catch (cause) {
      throw new Retryable(`${gateway} did not send JSON`, { cause });
    }
  } catch (failure) {
    throw attempt.failure(failure, gateway);
  } finally {
    attempt.end();
  }
}

/**
 * Reads a stream of events over HTTP, with data as values. The first is `open`, with the `turn` if one was asked for;
 * `ended` says that the cursor is that of the turn's end. Throws a `Retryable` when the response ends.
 */
export async function* readHttp(gateway, reading, settings, signal) {
  const attempt = new Attempt(signal);
  try {
    attempt.within(settings.responseTimeoutMs, 'did not answer');
    const response = await attempt.fetch(settings, ...requestOf(gateway, reading));
    attempt.within(Infinity);
    if (response.status === 204) {
      yield { type: 'open' };
      yield { type: 'ended' };
      return;
    }
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      throw new Retryable(`${gateway} did not send an event stream`);
    }
    const turn = response.headers.get('X-Turn-Id') ?? undefined;
    if (reading.prompt && !reading.turn && !turn) throw new Retryable(`the response of ${gateway} has no X-Turn-Id`);
    yield { type: 'open', turn };
    yield* events(response, attempt, settings.silenceLimitMs, gateway);
  } catch (failure) {
    throw attempt.failure(failure, gateway);
  } finally {
    attempt.end();
  }
}

async function* events(response, attempt, silenceLimitMs, gateway) {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    attempt.within(silenceLimitMs, 'sent nothing');
    let part;
    try {
      part = await reader.read();
    } catch (cause) {
      throw new Retryable(`the connection to ${gateway} was lost`, { cause, retryAfterMs: parser.retryMs });
    }
    if (part.done) throw new Retryable(`${gateway} ended the stream`, { retryAfterMs: parser.retryMs });
    // While the caller is busy with events, nothing is read: that is no silence.
    attempt.within(Infinity);
    for (const { id, type, data } of parser.push(decoder.decode(part.value, { stream: true }))) {
      const value = parse(data);
      if (type === 'problem') throw problem(value.status, value);
      yield { type, cursor: id, data: value };
    }
  }
}

function parse(data) {
  let value;
  try {
    value = JSON.parse(data);
  } catch {
    // Cut short, or not from a gateway.
  }
  if (value === null || typeof value !== 'object') throw new Retryable('the gateway sent an event that is no object');
  return value;
}

function requestOf(gateway, { session, turn, prompt, key, cursor, from, throttle, granularity }) {
  const query = new URLSearchParams(Object.entries({ throttle, granularity, from: cursor ? undefined : from, cursor })
    .filter(([, value]) => value !== undefined)).toString();
  const end = query ? `?${query}` : '';
  if (prompt && !turn) {
    return [`${gateway}${pathOf({ session })}/turns${end}`, {
      method: 'POST', body: JSON.stringify(prompt),
      headers: { Accept: ACCEPTED, 'Content-Type': 'application/json', 'Idempotency-Key': key },
    }];
  }
  return [`${gateway}${pathOf({ session, turn })}/events${end}`, { headers: { Accept: ACCEPTED } }];
}

/** One try: ends when its signal is aborted or something takes too long, and knows which of the two it was. */
class Attempt {
  #signal;
  #controller = new AbortController();
  #leave = () => this.#controller.abort(this.#signal.reason);
  #timer;
  #late; // why it was given up; undefined if it was not

  constructor(signal) {
    this.#signal = signal;
    if (signal.aborted) this.#leave();
    else signal.addEventListener('abort', this.#leave);
  }

  /** Gives up after this time, unless it is called again. */
  within(milliseconds, what) {
    clearTimeout(this.#timer);
    if (milliseconds === Infinity) return;
    this.#timer = setTimeout(() => {
      this.#late = `${what} for ${milliseconds} ms`;
      this.#controller.abort();
    }, milliseconds);
  }

  async fetch({ fetch, headers }, url, request) {
    const response = await fetch(url, {
      cache: 'no-store', ...request, headers: { ...headers, ...request.headers }, signal: this.#controller.signal,
    });
    if (response.ok) return response;
    const details = await response.json().catch(() => ({}));
    throw problem(response.status, details ?? {}, retryAfter(response));
  }

  /** What to throw for a failure. */
  failure(failure, gateway) {
    if (this.#signal.aborted) return this.#signal.reason;
    if (this.#late) return new Retryable(`${gateway} ${this.#late}`);
    // fetch throws a TypeError for whatever goes wrong below HTTP.
    return failure instanceof TypeError ? new Retryable(`${gateway}: ${failure.message}`, { cause: failure }) : failure;
  }

  end() {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#leave);
    this.#controller.abort();
  }
}

/** `Retry-After`, seconds or a date (RFC 9110, 10.2.3), in milliseconds; undefined if it is missing or invalid. */
function retryAfter(response) {
  const value = response.headers.get('Retry-After') ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
