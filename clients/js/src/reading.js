// A sequence of events over as many connections as it takes: each begins after the last event that was read.

import { Retryable } from './errors.js';

/**
 * Yields `open` each time a gateway has begun its response, then its events, none twice. `reading` says what is read:
 * `session`, and `turn` or `prompt` with `key`, or neither to follow the session; `cursor` and `turn` are kept up to
 * date.
 *
 * @param decode converts an event; throws a `Retryable` if it makes no sense: it is then asked for again
 */
export async function* read({ retries, open, signal, reading, decode }) {
  for (;;) {
    try {
      for await (const event of open(retries.gateway, reading, signal)) {
        if (event.type === 'open') {
          if (reading.prompt) reading.turn ??= event.turn;
          yield event;
          continue;
        }
        const decoded = decode(event);
        reading.cursor = event.cursor ?? reading.cursor;
        retries.succeeded();
        if (decoded) yield decoded;
        if (event.type === 'ended') return;
      }
      throw new Retryable('the connection ended');
    } catch (failure) {
      if (signal.aborted) throw signal.reason;
      if (!(failure instanceof Retryable)) throw failure;
      yield { type: 'lost', failure };
      await retries.failed(failure);
    }
  }
}
