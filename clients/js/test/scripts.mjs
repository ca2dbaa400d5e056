// The responses of a scripted gateway: data, so that a page in a browser can have one too.

export const TURN = '01a2048a-a6b1-7261-9de7-50d983ee366e';

/** Sends these events, then closes the connection. */
export const events = (...frames) => ({
  status: 200,
  headers: { 'Content-Type': 'text/event-stream', 'X-Turn-Id': TURN },
  body: `: connected\n\n${frames.join('')}`,
});
/** Sends these events, then nothing. */
export const eventsThenSilence = (...frames) => ({ ...events(...frames), then: 'silence' });
/** Sends these events, then comments, and the last of them after a while. */
export const eventsThenComments = (milliseconds, frames, last) =>
  ({ ...events(...frames), then: 'comments', milliseconds, last });
/** Accepts a WebSocket, then sends nothing. */
export const silentSocket = () => ({ upgrade: true });
export const silence = () => ({ then: 'silence' });
export const drop = () => ({});
export const raw = (status, headers, body) => ({ status, headers, body });
export const json = (value) => raw(200, { 'Content-Type': 'application/json' }, JSON.stringify(value));
export const problem = (status, code, headers = {}) => raw(status,
  { 'Content-Type': 'application/problem+json', ...headers },
  JSON.stringify({ status, title: 'Title', detail: 'A sentence.', code, field: 'cursor' }));
export const noContent = () => raw(204, {}, '');

export const event = (id, type, data) =>
  `id: ${id}\nevent: ${type}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
export const started = (attempt) =>
  event(`s${attempt}`, 'started', { attempt, model: 'm', provider: 'p', later: {} });
export const delta = (attempt, seq, content) => event(`d${attempt}.${seq}`, 'delta', { attempt, seq, content });
export const TIMINGS = { queuedMs: 1, firstTokenMs: 2, totalMs: 3 };
export const done = (attempt, finishReason) => event('end', 'done', {
  attempt, seq: 2, finishReason, length: 5, usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
  timings: TIMINGS,
});
export const error = (code, more = {}) =>
  event('end', 'error', { attempt: 1, seq: 1, code, message: 'why', retryable: true, length: 3, ...more });
