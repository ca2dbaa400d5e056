// The state of a session, computed from its events. Pure: no DOM, clock or network.

import { begin } from './attempts.js';
import { markReplaced } from './lineage.js';
import { withPiece } from './parts.js';

const ENDED = new Set(['done', 'error', 'refused']);
const LATE = 1000; // milliseconds after which this page itself was away, not the worker

/** Returns whether the turn has ended. */
export const hasEnded = (turn) => ENDED.has(turn.state);

/**
 * The states in order: sending, refused | accepted, queued, open (a worker runs it), done | error. `running`: the
 * attempt that is followed here; `lost`: those before it; `before`: the longest text of those, until the new one has
 * passed it; `silent`: for how many milliseconds nothing was heard of it, if that is worth mentioning; `joined`: how
 * this page came to it in the middle, and at which character; `stopping`: this page has asked for its end; `offline`:
 * nothing can be sent; `cut`: only a part of what was asked is known, `shortened`: of the question too; `replaced`: by
 * a later turn; `parts`: what the answer has beside its text.
 */
function newTurn(id, prompt, more = {}) {
  return {
    id, prompt, state: 'accepted', own: null, attempt: 0, text: '', parts: [], model: null, provider: null, running: null,
    lost: [], before: '', silent: 0, since: null, endedAt: null, joined: null, stopping: false, offline: false,
    finishReason: null, usage: null, timings: null, error: null, messages: null,
    cut: false, shortened: false, replaced: false, inMemory: null, ...more,
  };
}

/** Returns a turn that had ended before this page knew of it. */
function pastTurn(data) {
  const { turnId, prompt, messages, status, inMemory = false, ...more } = data;
  return newTurn(turnId, wordsOf({ prompt, messages }), { ...more, ...asked(data), state: status, inMemory });
}

/** Returns what is known of a turn's question; of many messages the newest are known, so the question is among them. */
function asked({ messages = null, shortened: cut = false }) {
  return { messages, cut, shortened: cut && !(messages?.length > 1) };
}

/** Returns the user's text of an event with a prompt or with messages. */
function wordsOf({ prompt, messages }) {
  return prompt ?? messages?.findLast((message) => message.role === 'user')?.content ?? '';
}

export class Conversation {
  /** In the order shown: turns that have opened, then queued ones. */
  turns = [];
  system = null;
  /** Whether the log has turns before the first. */
  more = false;
  /** Whether the session's snapshot has arrived. */
  known = false;
  /** Whether somebody else has forgotten the session, and nothing was asked since. */
  forgotten = false;
  /** Whether this page is forgetting it. */
  forgetting = false;
  #state = 'connecting';
  #arrival;
  #passed = null; // when time was last said to have passed

  /** @param arrival how the page was opened: `reloaded` or `opened` */
  constructor(arrival = 'opened') {
    this.#arrival = arrival;
  }

  #find(id) {
    return this.turns.find((turn) => turn.id === id);
  }

  /** Returns the turn whose answer is in progress, if any. */
  get open() {
    return this.turns.findLast((turn) => turn.state === 'open');
  }

  /** Returns the oldest turn that has ended, if there is one: earlier ones come before it. */
  get oldest() {
    return this.turns.find((turn) => turn.inMemory !== null);
  }

  /**
   * Returns the first turn that the model still sees, if there are turns that it does not see any more. After an answer
   * of this page nobody has said which those are. A turn that brought its own messages has what is above it.
   */
  get memoryBegins() {
    const ended = this.turns.filter((turn) => turn.state === 'done' || turn.state === 'error');
    if (ended.some((turn) => turn.inMemory === null)) return undefined;
    const first = ended.findIndex((turn) => turn.inMemory);
    if (ended[first]?.messages?.length > 1) return undefined;
    return first > 0 || (first === 0 && this.more) ? ended[first] : undefined;
  }

  /** Adds turns that ended before those that are known, newest first. */
  earlier({ turns, more = false }) {
    const unknown = turns.filter((turn) => !this.#find(turn.turnId));
    this.turns.unshift(...unknown.reverse().map(pastTurn));
    this.more = more;
    markReplaced(this.turns);
  }

  /** Adds a prompt of this page, before the gateway has accepted it; `messages`: with those before it. */
  ask(id, prompt, messages = null) {
    const turn = newTurn(id, prompt, {
      state: 'sending', own: true, messages, offline: this.#state === 'lost',
    });
    this.forgotten = false;
    this.turns.push(turn);
    return turn;
  }

  /** The gateway has accepted it, perhaps with another id, whose events may have arrived already. */
  accepted(turn, id) {
    const known = id === turn.id ? undefined : this.#find(id);
    turn.id = id;
    if (known) {
      this.turns = this.turns.filter((other) => other !== turn);
      known.own = true;
    } else if (turn.state === 'sending') {
      turn.state = 'accepted';
    }
  }

  refused(turn, error) {
    if (turn.state === 'sending') Object.assign(turn, { state: 'refused', error, silent: 0 });
  }

  /** The connection is `connecting`, `live` or `lost`: of the time that it was not live the page knows nothing. */
  connection(state, now) {
    if (state === 'live' && this.#state !== 'live') {
      for (const turn of this.turns.filter(({ running, state }) => running && state === 'open')) {
        turn.running.heard(now);
        if (turn.text !== '') turn.joined = { how: 'reconnected', at: turn.text.length };
      }
    }
    this.#state = state;
    for (const turn of this.turns) turn.offline = state === 'lost';
  }

  /** Time has passed. Returns the turns for which that is worth mentioning. */
  passes(now) {
    const away = this.#passed === null ? 0 : now - this.#passed;
    this.#passed = now;
    return this.turns.filter((turn) => {
      if (!['sending', 'accepted', 'open'].includes(turn.state)) return false;
      turn.since ??= now;
      if (away > LATE) turn.running?.heard(turn.running.signAt + away);
      return this.#silence(turn, turn.running ? turn.running.silence(now) : now - turn.since);
    });
  }

  /** Returns whether more or fewer seconds of silence than before are to be mentioned. */
  #silence(turn, silent) {
    const known = this.#state === 'live' || turn.state === 'sending';
    const seconds = known ? Math.floor(silent / 1000) : 0;
    const changed = seconds !== Math.floor(turn.silent / 1000);
    turn.silent = seconds * 1000;
    return changed;
  }

  /** Removes a turn that only this page has: it was refused and is submitted again. */
  drop(turn) {
    this.turns = this.turns.filter((other) => other !== turn);
  }

  /**
   * Applies an event of the session. Returns the turn it changed, `null` if all may have changed, `undefined` if none
   * did. `now` is in milliseconds, from any origin.
   */
  apply(type, data, now) {
    const changed = this.#apply(type, data, now);
    if (changed !== undefined && type !== 'delta' && this.turns.some((turn) => turn.messages)) {
      markReplaced(this.turns);
      return null;
    }
    return changed;
  }

  #apply(type, data, now) {
    switch (type) {
      case 'session':
        this.#begin(data);
        return null;
      case 'forgotten':
        this.turns = this.turns.filter((turn) => turn.state === 'sending');
        this.forgotten = !this.forgetting;
        this.forgetting = false;
        this.system = null;
        this.more = false;
        return null;
      case 'queued':
        return this.#waits(data);
      case 'prompt':
        return this.#opens(data);
      default: {
        const turn = this.#find(data.turnId);
        return turn && !hasEnded(turn) ? this.#goesOn(turn, type, data, now) : undefined;
      }
    }
  }

  #begin({ turns = [], more = false, open, queue = [] }) {
    const unsent = this.turns.filter((turn) => turn.state === 'sending' || turn.state === 'refused');
    if (this.known) this.#arrival = 'reconnected';
    this.known = true;
    this.forgetting = false;
    this.more = more;
    this.system = [open, ...turns].find((turn) => turn?.system)?.system ?? null;
    this.turns = turns.map(pastTurn).reverse();
    const present = (turn, more) => this.turns.push(newTurn(turn.turnId, wordsOf(turn), { ...asked(turn), ...more }));
    if (open) present(open, { state: 'open', attempt: open.attempt ?? 0 });
    for (const turn of queue) present(turn, { state: 'queued' });
    this.turns.push(...unsent.filter((turn) => !this.#find(turn.id)));
  }

  #waits(data) {
    const turn = this.#find(data.turnId) ?? this.#add(data);
    if (turn.state === 'sending' || turn.state === 'accepted') turn.state = 'queued';
    return turn;
  }

  #opens(data) {
    const turn = this.#find(data.turnId) ?? this.#add(data);
    if (hasEnded(turn)) return undefined;
    Object.assign(turn, { state: 'open', since: null, silent: 0 });
    this.forgotten = false;
    turn.model = data.model ?? turn.model;
    this.system = data.system ?? this.system;
    const waits = (other) => ['sending', 'refused', 'accepted', 'queued'].includes(other.state);
    const others = this.turns.filter((other) => other !== turn);
    const place = others.findIndex(waits);
    others.splice(place < 0 ? others.length : place, 0, turn);
    this.turns = others;
    return turn;
  }

  #add(data) {
    const turn = newTurn(data.turnId, wordsOf(data), { ...asked(data), own: false });
    this.turns.push(turn);
    return turn;
  }

  #goesOn(turn, type, data, now) {
    switch (type) {
      case 'started':
        begin(turn, data, now);
        return heard(turn);
      case 'snapshot':
        turn.attempt = data.attempt;
        turn.text = data.content;
        turn.parts = data.parts ?? [];
        turn.joined = { how: this.#arrival, at: turn.text.length };
        return heard(turn);
      case 'delta':
        if (data.attempt !== turn.attempt) return undefined;
        turn.text += data.content;
        turn.running?.grew(data.content.length, now);
        return heard(turn);
      case 'reasoning':
      case 'tool-call':
        if (data.attempt !== turn.attempt) return undefined;
        turn.parts = withPiece(turn.parts, type, data, turn.text.length);
        turn.running?.heard(now);
        return heard(turn);
      case 'done':
        return ended(turn, now, {
          state: 'done', finishReason: data.finishReason, usage: data.usage, timings: data.timings,
        });
      case 'error':
        return ended(turn, now, { state: 'error', usage: data.usage, timings: data.timings, error: data });
      default:
        return undefined; // an event type of a later version
    }
  }
}

/** There was a sign of it. The text of a lost attempt stays until that of the new one has passed it. */
function heard(turn) {
  turn.silent = 0;
  if (turn.text.length >= turn.before.length) turn.before = '';
  return turn;
}

const ended = (turn, now, how) => Object.assign(turn, how, { endedAt: now, before: '', silent: 0, stopping: false });
