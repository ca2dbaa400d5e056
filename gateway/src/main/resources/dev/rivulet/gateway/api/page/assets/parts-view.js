// Shows what an answer has beside its text: its reasoning, folded, and the calls of tools with their arguments.

import { callsOf, reasoningOf } from './parts.js';

export class PartsView {
  #reasoning;
  #calls;
  #shown; // what is shown already

  /** The elements of a turn. */
  constructor(reasoning, calls) {
    this.#reasoning = reasoning;
    this.#calls = calls;
  }

  show(parts) {
    if (parts === this.#shown) return;
    this.#shown = parts;
    const reasoning = reasoningOf(parts);
    this.#reasoning.hidden = reasoning === '';
    this.#reasoning.querySelector('.thoughts').textContent = reasoning;
    const calls = callsOf(parts);
    this.#calls.hidden = calls.length === 0;
    this.#calls.replaceChildren(...calls.map(item));
  }
}

function item({ name, arguments: text, complete }) {
  const entry = document.createElement('li');
  const tool = Object.assign(document.createElement('code'), { textContent: name });
  const given = Object.assign(document.createElement('pre'), { textContent: text });
  entry.append('Calls ', tool, complete ? '' : ' …', text === '' ? '' : given);
  return entry;
}
