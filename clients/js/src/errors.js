// How a call or a stream can fail. A caller's own abort is none of these: its signal's reason is thrown.

/** `partialText` is the text received so far, `bookmark` where `resume` continues; null before a turn is known. */
export class RivuletError extends Error {
  partialText = '';
  bookmark = null;

  constructor(message, fields = {}, options = {}) {
    super(message, options);
    this.name = new.target.name;
    Object.assign(this, fields);
  }
}

const LIMITS = {
  queue_timeout: 'queue', first_token_timeout: 'firstToken', idle_timeout: 'idle', total_timeout: 'total',
};

/** The turn ended as an error. `limit` is set if a timeout was exceeded, `usage` and `timings` if they are known. */
export class TurnFailed extends RivuletError {
  constructor({ code, message, retryable = false, retryAfterMs, attempt = 0, length = 0, usage, timings }) {
    super(`${code}: ${message}`,
      { code, retryable, retryAfterMs, attempt, length, usage, timings, limit: LIMITS[code] });
  }
}

/** No gateway was reached in `tries` tries. The turn may continue. */
export class ConnectionLost extends RivuletError {
  constructor(tries, cause) {
    super(`no gateway was reached in ${tries} tries: ${cause.message}`, { tries }, { cause });
  }
}

/** A gateway refused the request: `status`, `code`, `field`, and `detail` for people. */
export class RequestRefused extends RivuletError {
  constructor(status, { code, detail, title, field } = {}) {
    const why = detail ?? title;
    super(`${status}${code ? ` ${code}` : ''}${why ? `: ${why}` : ''}`, { status, code, field, detail: why });
  }
}

/** Kafka no longer holds the events after the cursor. `turn` may still have the text. */
export class CursorExpired extends RequestRefused {}

/** Internal: the same request may succeed later, or at another gateway. */
export class Retryable extends Error {
  constructor(message, { cause, retryAfterMs } = {}) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** Converts problem details (RFC 9457), or the status of a response that is not Rivulet's. A frame has no headers. */
export function problem(status, details, retryAfterMs = details.retryAfterMs) {
  if (status === 410) return new CursorExpired(status, details);
  const refused = new RequestRefused(status, details);
  const passes = status === 429 && details.code !== 'budget_exceeded'; // a budget lasts for a day or a month
  return status >= 500 || passes || status === 408
    ? new Retryable(refused.message, { cause: refused, retryAfterMs })
    : refused;
}
