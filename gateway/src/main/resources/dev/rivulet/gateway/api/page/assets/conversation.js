// The state of a session, computed from its events. Pure: no DOM, clock or network.

const ENDED = new Set(['done', 'error', 'refused']);
const FLOW_STEP = 200; // milliseconds per value in a turn's flow

/** Returns whether the turn has ended. */
export const hasEnded = (turn) => ENDED.has(turn.state);

/** The states in order: sending, refused | accepted, queued, open (a worker runs it), done | error. */
function newTurn(id, prompt, more = {}) {
  return {
    id, prompt, state: 'accepted', own: null, attempt: 0, text: '', model: null, provider: null, startedAt: null,
    flow: [], finishReason: null, usage: null, timings: null, error: null, shortened: false, inMemory: null, ...more,
  };
}

/** Returns a turn that had ended before this page knew of it. */
function pastTurn({ turnId, prompt, messages, status, inMemory = false, ...more }) {
  return newTurn(turnId, wordsOf({ prompt, messages }), { ...more, state: status, inMemory });
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
   * of this page nobody has said which those are.
   */
  get memoryBegins() {
    const ended = this.turns.filter((turn) => turn.state === 'done' || turn.state === 'error');
    if (ended.some((turn) => turn.inMemory === null)) return undefined;
    const first = ended.findIndex((turn) => turn.inMemory);
    return first > 0 || (first === 0 && this.more) ? ended[first] : undefined;
  }

  /** Adds turns that ended before those that are known, newest first. */
  earlier({ turns, more = false }) {
    const unknown = turns.filter((turn) => !this.#find(turn.turnId));
    this.turns.unshift(...unknown.reverse().map(pastTurn));
    this.more = more;
  }

  /** Adds a prompt of this page, before the gateway has accepted it. */
  ask(id, prompt) {
    const turn = newTurn(id, prompt, { state: 'sending', own: true });
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
    if (turn.state === 'sending') Object.assign(turn, { state: 'refused', error });
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
    switch (type) {
      case 'session':
        this.#begin(data);
        return null;
      case 'forgotten':
        this.turns = this.turns.filter((turn) => turn.state === 'sending');
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
    this.known = true;
    this.more = more;
    this.system = [open, ...turns].find((turn) => turn?.system)?.system ?? null;
    this.turns = turns.map(pastTurn).reverse();
    if (open) this.turns.push(newTurn(open.turnId, wordsOf(open), { state: 'open' }));
    for (const turn of queue) this.turns.push(newTurn(turn.turnId, wordsOf(turn), { state: 'queued' }));
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
    turn.state = 'open';
    turn.model = data.model ?? turn.model;
    const waits = (other) => ['sending', 'refused', 'accepted', 'queued'].includes(other.state);
    const others = this.turns.filter((other) => other !== turn);
    const place = others.findIndex(waits);
    others.splice(place < 0 ? others.length : place, 0, turn);
    this.turns = others;
    return turn;
  }

  #add(data) {
    const turn = newTurn(data.turnId, wordsOf(data), { own: false });
    this.turns.push(turn);
    return turn;
  }

  #goesOn(turn, type, data, now) {
    switch (type) {
      case 'started':
        Object.assign(turn, { state: 'open', attempt: data.attempt, model: data.model, provider: data.provider });
        Object.assign(turn, { text: '', flow: [], startedAt: now });
        return turn;
      case 'snapshot':
        turn.attempt = data.attempt;
        turn.text = data.content;
        return turn;
      case 'delta':
        if (data.attempt !== turn.attempt) return undefined;
        turn.text += data.content;
        count(turn, data.content.length, now);
        return turn;
      case 'done':
        return Object.assign(turn, {
          state: 'done', finishReason: data.finishReason, usage: data.usage, timings: data.timings,
        });
      case 'error':
        return Object.assign(turn, { state: 'error', timings: data.timings, error: data });
      default:
        return undefined; // an event type of a later version
    }
  }
}

/** How much text arrived in each interval since the attempt started, on this device's clock. */
function count(turn, characters, now) {
  const step = Math.floor((now - turn.startedAt) / FLOW_STEP);
  while (turn.flow.length <= step) turn.flow.push(0);
  turn.flow[step] += characters;
}
