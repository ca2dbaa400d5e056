// The HTTP calls to the gateway.

import { grantOf } from './address.js';

// In milliseconds; half a minute in all: a gateway that starts on a busy machine takes more than 15 seconds.
const SEND_AGAIN_AFTER = [500, 1000, 2000, 4000, 8000, 8000, 8000];
const MAY_PASS = new Set([502, 503, 504]);

/** An error response of the gateway; status 0 if no gateway was reached. */
class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The gateway answered with ${status}.`);
    this.status = status;
    this.code = problem.code;
    this.field = problem.field;
  }
}

const grant = grantOf(location.href);

/** What shows who calls: the grant of a page that was shared. Otherwise the browser's cookie does, if it has one. */
export const credentials = grant ? { Authorization: `Bearer ${grant}` } : {};

const endpoint = (path) => new URL(`v1/sessions/${path}`, document.baseURI);

export const eventsUrl = (session) => endpoint(`${session}/events`);

/**
 * Submits a question with its options, and retries while the gateway is unavailable: the turn's id makes it the same
 * turn. Returns the turn's id: the gateway's, if it rejects ours because of this device's clock.
 */
export async function ask(session, turn, question) {
  for (let sent = 0;; sent++) {
    try {
      return (await post(session, { turnId: turn, ...question }, {})).turnId;
    } catch (failure) {
      if (failure.field === 'turnId') {
        return (await post(session, question, { 'Idempotency-Key': turn })).turnId;
      }
      const mayPass = failure.status === 0 || MAY_PASS.has(failure.status);
      if (!mayPass || sent === SEND_AGAIN_AFTER.length) throw failure;
    }
    await new Promise((resume) => setTimeout(resume, SEND_AGAIN_AFTER[sent]));
  }
}

/** Returns the names of the models that this installation knows; it may take others. */
export async function models() {
  const { data } = await call(new URL('v1/models', document.baseURI), {});
  return data.map(({ id }) => id);
}

/** Returns turns that have ended, newest first: those before one that is known. */
export function pastTurns(session, before) {
  const url = endpoint(`${session}/turns`);
  if (before) url.searchParams.set('before', before);
  return call(url, { cache: 'no-store' });
}

/** Cancels a turn, queued or running. */
export const cancel = (session, turn) => call(endpoint(`${session}/turns/${turn}`), { method: 'DELETE' });

/** Forgets a session; returns what Kafka keeps, and until when. */
export const forget = (session) => call(endpoint(session), { method: 'DELETE' });

/** Lets others use a session, `access`: to `read` or also to `write`. Returns the grant, and when it `expires`. */
export const give = (session, access) => postJson(endpoint(`${session}/grants`), { access }, {});

/** Has the browser drop the key. */
export const signOut = () => call(new URL('logout', document.baseURI), { method: 'POST' });

const post = (session, body, headers) => postJson(endpoint(`${session}/turns`), body, headers);

const postJson = (address, body, headers) => call(address, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

async function call(address, request) {
  let response;
  try {
    response = await fetch(address, { ...request, headers: { ...credentials, ...request.headers } });
  } catch {
    throw new Refused(0, { detail: 'The gateway cannot be reached.' });
  }
  if (!response.ok) throw await refusal(response);
  return response.json().catch(() => ({}));
}

/** Converts an error response. */
export async function refusal(response) {
  return new Refused(response.status, await response.json().catch(() => ({})));
}
