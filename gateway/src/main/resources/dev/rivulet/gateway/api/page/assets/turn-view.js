// The view of one turn: prompt, answer, remarks and buttons.

import { hasEnded } from './conversation.js';
import { soon } from './frames.js';
import { GrowingText } from './growing-text.js';
import { PartsView } from './parts-view.js';
import { figures, timeline } from './timeline.js';
import * as words from './words.js';

const template = document.getElementById('turn');

export class TurnView {
  element = template.content.firstElementChild.cloneNode(true);
  #turn;
  #text;
  #before;
  #parts;
  #shown;
  #drawn = false;
  #render = () => this.#show();

  /** `rendered()` is called after each change of the page. */
  constructor(turn, rendered) {
    this.#turn = turn;
    this.#shown = rendered;
    this.#text = new GrowingText(this.#part('text'));
    this.#before = new GrowingText(this.#part('before'));
    this.#parts = new PartsView(this.#part('reasoning'), this.#part('calls'));
    this.#part('question').textContent = turn.prompt;
    this.#part('asked').hidden = turn.prompt === '';
    this.#when(words.askedAt(turn));
    this.#part('unfold').onclick = () => this.#fold(!this.element.hasAttribute('data-folded'));
  }

  /** Says that the model sees nothing of what is above this turn. */
  beginsMemory(begins) {
    this.#part('memory').hidden = !begins;
  }

  /** Renders a change of the turn in the next frame. */
  changed() {
    soon(this.#render);
  }

  #part(name) {
    return this.element.querySelector(`.${name}`);
  }

  #show() {
    const turn = this.#turn;
    this.element.dataset.state = turn.state;
    this.element.dataset.turn = turn.id;
    const ended = hasEnded(turn);
    const failed = turn.state === 'error' || turn.state === 'refused';
    this.#say('origin', words.origin(turn));
    this.#say('restart', words.restart(turn));
    this.#say('joined', words.joined(turn));
    this.#text.show(turn.text, ended);
    this.#before.show(turn.before, true);
    this.#parts.show(turn.parts);
    this.#part('before').hidden = turn.before === '';
    this.#say('silence', words.silence(turn));
    this.element.toggleAttribute('data-suspect', words.isSuspect(turn));
    this.#part('text').setAttribute('aria-busy', String(!ended));
    this.#say('waiting', words.waiting(turn));
    this.#say('ending', failed ? '' : words.ending(turn));
    this.element.toggleAttribute('data-empty', words.isEmpty(turn));
    this.#part('failure').hidden = !failed;
    this.#say('reason', failed ? words.failure(turn) : '');
    this.#say('details', failed ? words.failureDetails(turn) : '');
    this.#part('take-back').hidden = turn.state !== 'queued' && turn.state !== 'accepted';
    const helps = failed ? turn.error.retryable !== false : words.isEmpty(turn);
    this.#part('again').hidden = !helps || turn.shortened;
    const asksAnew = ended && turn.state !== 'refused' && turn.prompt !== '' && !turn.shortened;
    this.#part('edit').hidden = !asksAnew;
    this.#part('regenerate').hidden = !asksAnew || failed || !this.#part('again').hidden;
    this.#showReplaced();
    this.#part('copy-answer').hidden = !ended || turn.text === '';
    if (ended) this.#draw();
    this.#shown();
  }

  /** A turn that another has replaced is folded, until somebody wants to read it. */
  #showReplaced() {
    const button = this.#part('unfold');
    if (button.hidden === !this.#turn.replaced) return;
    button.hidden = !this.#turn.replaced;
    button.textContent = words.replaced(this.#turn);
    this.#fold(this.#turn.replaced);
  }

  #fold(folded) {
    this.element.toggleAttribute('data-folded', folded);
    this.#part('unfold').setAttribute('aria-expanded', String(!folded));
  }

  #when(date) {
    const part = this.#part('asked-at');
    part.hidden = Number.isNaN(date.getTime());
    if (part.hidden) return;
    part.dateTime = date.toISOString();
    part.title = date.toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' });
    part.textContent = words.moment(date);
  }

  #say(name, text) {
    const part = this.#part(name);
    if (part.textContent !== text) part.textContent = text;
    part.hidden = text === '';
  }

  #draw() {
    const times = figures(this.#turn);
    if (this.#drawn || times === null) return;
    this.#drawn = true;
    this.#part('times').append(timeline(this.#turn) ?? '');
    const said = [...times, this.#turn.model].filter(Boolean);
    this.#part('times').append(Object.assign(document.createElement('span'), { textContent: said.join(' · ') }));
  }
}
