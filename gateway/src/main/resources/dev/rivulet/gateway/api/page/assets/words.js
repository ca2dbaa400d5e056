// The texts of the page.

const SUSPECT = 3000; // milliseconds

const ERRORS = {
  queue_timeout: 'No worker had time for this question.',
  session_busy: 'This conversation was busy with another question.',
  queue_full: 'Too many questions wait already.',
  first_token_timeout: 'The model did not begin to answer in time.',
  idle_timeout: 'The model stopped in the middle and said nothing more.',
  total_timeout: 'The answer took too long.',
  upstream_truncated: 'The model’s answer broke off before its end.',
  upstream_invalid: 'The model’s service sent something that cannot be understood.',
  upstream_unreachable: 'The model’s service cannot be reached.',
  upstream_error: 'The model’s service has a fault.',
  upstream_unavailable: 'The model’s service failed too often lately and is left alone for a moment.',
  rate_limited: 'The model’s service has too many requests or its quota is used up.',
  model_not_found: 'The model is not known to its service.',
  upstream_unauthorized: 'The model’s service refused the credentials of this installation.',
  upstream_rejected: 'The model’s service refused this question.',
  worker_lost: 'The process that wrote this answer was lost.',
  invalid_prompt: 'The question could not be read.',
  worker_overloaded: 'The worker ran short of memory.',
  answer_too_long: 'The answer grew beyond its limit.',
  unsupported_option: 'No model’s service here can do what was asked.',
  context_length_exceeded: 'The conversation is longer than the model can read.',
  model_refused: 'The model refused to answer.',
  unsupported_answer: 'The answer has nothing that can be shown.',
  internal: 'Something went wrong inside Rivulet.',
};

/** Where a question came from, and whether it is whole. */
export function origin(turn) {
  if (turn.shortened) return 'long: this is a part of it';
  return turn.own === false ? 'from another tab or device' : '';
}

/** What stands for a turn that another has replaced. */
export const replaced = ({ prompt }) => `Earlier version: ${prompt.length > 60 ? `${prompt.slice(0, 60)}…` : prompt}`;

/** Why a turn failed. */
export const failure = (turn) => (turn.state === 'refused'
  ? `Not sent. ${turn.error.message}`
  : ERRORS[turn.error.code] ?? turn.error.message ?? 'The answer failed.');

/** What helps somebody who looks into a failure. */
export function failureDetails({ id, attempt, error }) {
  return [
    error.code, error.status > 0 && `HTTP ${error.status}`, attempt > 0 && `attempt ${attempt}`, `turn ${id}`,
    error.retryAfterMs > 0 && `the provider says to wait ${time(error.retryAfterMs)}`,
    error.code in ERRORS && error.message,
  ].filter(Boolean).join(' · ');
}

/** When a question was asked: turn ids are UUIDs of version 7, which begin with that time. */
export const askedAt = ({ id }) => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));

/** Formats a moment: without the date if it is today. */
export function moment(date, now = new Date()) {
  const clock = { hour: '2-digit', minute: '2-digit' };
  return date.toDateString() === now.toDateString()
    ? date.toLocaleTimeString([], clock)
    : date.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/** What a turn waits for; empty if nothing. */
export function waiting(turn) {
  if (turn.stopping) return 'Stopping…';
  switch (turn.state) {
    case 'sending': return sending(turn);
    case 'accepted': return `Sent. Waiting for a worker${forSoLong(turn)}…`;
    case 'queued': return 'Waits behind the answer above.';
    case 'open': return turn.text === '' ? `Waiting for ${next(turn)}${forSoLong(turn)}…` : '';
    default: return '';
  }
}

function sending({ offline, silent }) {
  if (offline) return 'Not sent yet: the gateway cannot be reached. Trying again…';
  return silent < SUSPECT ? 'Sending…' : `Not sent yet after ${whole(silent)}. Trying again…`;
}

const next = ({ attempt }) => (attempt > 0 ? 'the first word' : 'a worker');

const forSoLong = (turn) => (turn.silent > 0 ? ` for ${whole(turn.silent)}` : '');

/** That nothing is heard of a worker in the middle of an answer. */
export function silence(turn) {
  if (turn.state !== 'open' || turn.text === '' || turn.silent === 0) return '';
  return isSuspect(turn)
    ? `No sign for ${whole(turn.silent)}. The worker may be lost; then another takes over.`
    : `Nothing new for ${whole(turn.silent)}.`;
}

/** Returns whether the worker of a turn may be lost: a model that pauses is rarely silent for so long. */
export const isSuspect = (turn) => turn.state === 'open' && turn.text !== '' && turn.silent >= SUSPECT;

/** How a turn ended, if that is worth mentioning. */
export function ending(turn) {
  const nothing = turn.state === 'done' && isBlank(turn.text);
  switch (turn.finishReason) {
    case 'cancelled': return nothing ? 'Stopped before it began.' : 'Stopped.';
    case 'length': return `Cut at the longest answer allowed${nothing ? ', before its first word' : ''}.`;
    case 'content_filter': return `Cut by the model’s content filter${nothing ? ', before its first word' : ''}.`;
    default: return nothing ? 'The model answered with nothing.' : '';
  }
}

/** Returns whether a turn ended without a failure and without anything to read, although nobody stopped it. */
export const isEmpty = (turn) => turn.state === 'done' && turn.finishReason !== 'cancelled' && isBlank(turn.text)
  && !turn.parts?.some(({ type }) => type === 'tool-call');

const VISIBLE = /[^\p{C}\p{Z}\s\u115f\u1160\u2800\u3164\uffa0]/u; // the last are letters and signs without ink

const isBlank = (text) => !VISIBLE.test(text);

/** That the answer started again, and what became of it. */
export function restart(turn) {
  if (turn.attempt <= 1) return '';
  const what = turn.lost.length > 0
    ? turn.lost.map(takeover).join(' ')
    : `Its worker was lost or stopped, and another took over. This is attempt ${turn.attempt}.`;
  return isWhole(turn) ? `${what} Nothing was lost.` : what;
}

/** Returns whether a restarted answer has all that it had before; not if it was stopped while it caught up. */
function isWhole({ state, finishReason, text, lost }) {
  if (finishReason !== 'cancelled') return state === 'done';
  return lost.length > 0 && lost.every(({ characters }) => characters <= text.length);
}

function takeover({ attempt, characters, next, continued }, index) {
  const worker = index === 0 ? 'The worker' : 'That one';
  const how = continued ? 'went on there' : 'began again';
  const where = characters > 0 ? `at character ${characters.toLocaleString('en')}` : 'before its first word';
  return `${worker} was lost ${where}; another ${how} after ${time(next - attempt.signAt)}.`;
}

/** How this page came to an answer in its middle. */
export function joined({ joined: came }) {
  const at = came?.at.toLocaleString('en');
  switch (came?.how) {
    case 'reloaded': return `Resumed at character ${at}, nothing lost.`;
    case 'reconnected': return `Connected again at character ${at}, nothing lost.`;
    case 'opened': return `Joined at character ${at}; all before it is here.`;
    default: return '';
  }
}

/** Why something was not done: `what` is a participle. */
export function notDone(what, failure) {
  const still = what === 'stopped' ? ' The answer goes on.' : '';
  return failure.status === 503
    ? `Not ${what}: the gateway cannot do it now. ${failure.message} Try again in a moment.`
    : `Not ${what}. ${failure.message}${still}`;
}

export const CANNOT_ASK_ANEW = 'Not asked anew: the page has only a part of what was said before.';

/** How many turns were put above the first. */
export const earlierShown = (turns) => (turns === 1 ? '1 earlier question is shown.' : `${turns} earlier questions are shown.`);

export const NOTHING_TO_STOP = 'Nothing to stop: no answer is under way.';

export const FORGOTTEN = 'Forgotten: nobody sees it any more, and the model is sent nothing of it.';

export const FORGOTTEN_ELSEWHERE = 'This conversation was forgotten from another tab or device.';

/** What Kafka keeps of a forgotten conversation. */
export function remains({ topic, until }) {
  const date = new Date(until ?? NaN);
  const when = Number.isNaN(date.getTime()) ? 'Kafka compacts it' : `${date.toLocaleString()} at the latest`;
  return `${topic}: until ${when}`;
}

export const CONNECTION = { connecting: 'Connecting', live: 'Live', lost: 'Reconnecting' };

/** How many have the conversation open, if that is more than one. */
export const watching = (readers) => (readers > 1 ? `${readers} watching` : '');

/** Why nothing new is shown at the moment. */
const OVER = {
  expired_grant: 'This link has expired. Ask whoever shared it for another one.',
  invalid_grant: 'This link is not valid, or not any more. Ask whoever shared it for another one.',
  invalid_key: 'The key is not valid any more. Load the page again to sign in.',
  unauthenticated: 'You are signed out. Load the page again to sign in.',
};

export const connectionLost = (failure) => OVER[failure?.code] ?? (failure?.status
  ? `The gateway cannot show the conversation now: ${failure.detail ?? failure.message}`
  : 'The connection is lost. Answers go on without this page; it catches up when the gateway is back.');

/** Formats milliseconds in whole seconds. */
const whole = (milliseconds) => (milliseconds < 60_000 ? `${Math.floor(milliseconds / 1000)} s` : time(milliseconds));

/** Formats milliseconds for people. */
export function time(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}
