// The stream of one turn.

import { ConnectionLost, RivuletError, TurnFailed } from './errors.js';
import { endOf, TurnEvents } from './events.js';

/**
 * The events of a turn: `for await (const event of stream)`, or `await stream.end()`. Each event comes once. Leaving
 * the loop closes the stream; the turn continues.
 */
export class TurnStream {
  #client;
  #reading;
  #closing = new AbortController();
  #unlink;
  #source;
  #events;
  #opened = false;
  #text = '';
  #end; // undefined until the turn has ended
  #failure; // undefined unless the stream has failed

  constructor(client, reading, { signal, onConnection } = {}) {
    this.#client = client;
    this.#reading = reading;
    this.#unlink = abortWith(this.#closing, signal);
    const events = new TurnEvents(reading.cursor !== undefined);
    this.#source = client.read(reading, this.#closing.signal, (event) => this.#decode(events, event));
    this.#events = this.#run(onConnection);
  }

  #decode(events, event) {
    return event.type === 'ended' ? event : events.decode(event);
  }

  /** Waits until a gateway has accepted the turn. */
  async opened() {
    await this.#events.next(); // the first connection, which is no event of the turn
    if (this.#failure) throw this.#failure;
    return this;
  }

  async *#run(onConnection) {
    try {
      for await (const event of this.#source) {
        switch (event.type) {
          case 'open':
            onConnection?.('live');
            if (!this.#opened) {
              this.#opened = true;
              yield event;
            }
            break;
          case 'lost':
            onConnection?.('lost', event.failure);
            break;
          case 'done':
          case 'cancelled':
            this.#end = event;
            return;
          case 'error':
            throw new TurnFailed(event);
          case 'ended':
            await this.#endedBefore();
            return;
          default:
            if (event.restart) this.#text = '';
            if (event.type === 'text') this.#text += event.text;
            yield event;
        }
      }
    } catch (failure) {
      if (failure instanceof RivuletError) Object.assign(failure, { partialText: this.#text, bookmark: this.bookmark });
      this.#failure = failure;
      throw failure;
    } finally {
      this.#unlink();
      this.#failure ??= this.#end ? undefined : new DOMException('The stream was closed.', 'AbortError');
    }
  }

  /** The cursor was at the end of the turn: the snapshot says how it ended. */
  async #endedBefore() {
    const turn = await this.#client.turn(this.#reading.session, this.#reading.turn, { signal: this.#closing.signal });
    if (turn.status === 'error') {
      throw new TurnFailed({ ...turn.error, attempt: turn.attempt, usage: turn.usage, timings: turn.timings });
    }
    if (turn.status !== 'done') {
      throw new ConnectionLost(1, new Error('the gateway says that no events remain of a turn that has not ended'));
    }
    this.#end = endOf({ ...turn, length: turn.text.length });
  }

  [Symbol.asyncIterator]() {
    return this.#events;
  }

  /** Reads to the end; returns `done` or `cancelled`, throws a `TurnFailed` or why the stream broke. */
  async end() {
    for await (const event of this.#events) void event;
    if (this.#failure) throw this.#failure;
    return this.#end;
  }

  /** Reads to the end and returns the text of the last attempt. */
  async text() {
    await this.end();
    return this.#text;
  }

  /** The text of the newest attempt that was received so far. */
  get textSoFar() {
    return this.#text;
  }

  get turnId() {
    return this.#reading.turn;
  }

  /** Where `resume` continues, in this process or another; null before the turn is known. */
  get bookmark() {
    const { session, turn, cursor } = this.#reading;
    return turn === undefined ? null : { session, turnId: turn, cursor };
  }

  /** Cancels the turn for all readers; the stream then ends with `cancelled`, or with `done` if the turn was faster. */
  cancel() {
    return this.#client.cancel(this.#reading.session, this.#reading.turn);
  }

  /** Closes the stream, also while it is waiting. The turn continues. */
  close() {
    this.#closing.abort();
    this.#events.return().catch(() => {}); // of a reader that waits; it is told the same
  }
}

/** Aborts a controller when a signal is aborted. Returns what undoes that. */
export function abortWith(controller, signal) {
  const abort = () => controller.abort(signal.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return () => signal?.removeEventListener('abort', abort);
}
