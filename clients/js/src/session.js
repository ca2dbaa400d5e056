// All turns of a session, from any device.

import { TurnEvents } from './events.js';

/** Converts the events of a session: those of turns as on a turn's own stream, with `turnId`. */
export class SessionEvents {
  #turn; // the current one
  #events;

  constructor(begun) {
    this.#events = new TurnEvents(begun);
  }

  decode(event) {
    const { type, data } = event;
    switch (type) {
      case 'session':
        return { type, conversation: data };
      case 'queued':
      case 'prompt':
        if (type === 'prompt') this.#at(data.turnId);
        return { type, turnId: data.turnId, turn: data };
      case 'started':
      case 'snapshot':
      case 'delta':
      case 'reasoning':
      case 'tool-call':
        this.#at(data.turnId);
        return { turnId: data.turnId, ...this.#events.decode(event) };
      // Of any turn: one that waits can be cancelled while another runs.
      case 'done':
      case 'error':
        return { turnId: data.turnId, ...this.#events.decode(event) };
      case 'forgotten':
        return { type };
      case 'watching':
        return { type, readers: data.readers };
      default:
        return undefined;
    }
  }

  #at(turn) {
    if (this.#turn !== undefined && this.#turn !== turn) this.#events = new TurnEvents(false);
    this.#turn = turn;
  }
}
