// What the events of a turn mean.

import { Retryable } from './errors.js';

/** Converts the events of one turn, and knows the attempt. `begun`: whether earlier events were read elsewhere. */
export class TurnEvents {
  #attempt = 0;
  #begun;

  constructor(begun) {
    this.#begun = begun;
  }

  /** Returns undefined for a type that this version does not know. */
  decode({ type, data }) {
    switch (type) {
      case 'started': {
        const { attempt, model, provider, continues } = data;
        const restart = this.#begun && attempt > 1 && attempt !== this.#attempt && !continues;
        this.#at(data);
        return { type, restart, attempt, model, provider, ...(continues && { continues }) };
      }
      case 'snapshot':
      case 'delta':
        this.#at(data);
        return {
          type: 'text', attempt: data.attempt, seq: data.seq, text: required(data.content, 'content'),
          snapshot: type === 'snapshot', ...(data.parts && { parts: data.parts }),
        };
      case 'reasoning': {
        this.#at(data);
        const { attempt, seq, content, signature } = data;
        return { type, attempt, seq, text: required(content, 'content'), ...(signature !== undefined && { signature }) };
      }
      case 'tool-call':
        this.#at(data);
        return { type, ...data, arguments: required(data.arguments, 'arguments') };
      case 'item':
        this.#at(data);
        return {
          type, attempt: data.attempt, index: data.index, ...('name' in data && { name: data.name }),
          item: required(data.item, 'item'),
        };
      case 'done':
        return endOf(data);
      case 'error':
        return { ...data, type };
      default:
        return undefined;
    }
  }

  #at({ attempt }) {
    this.#attempt = attempt;
    this.#begun = true;
  }
}

/** The end of a turn that did not fail: `done` or `cancelled`. */
export function endOf({ attempt, finishReason, usage, length, timings }) {
  const type = required(finishReason, 'finishReason') === 'cancelled' ? 'cancelled' : 'done';
  return { type, attempt, finishReason, usage, length, timings };
}

function required(value, name) {
  if (value === undefined) throw new Retryable(`the gateway sent an event without ${name}`);
  return value;
}
