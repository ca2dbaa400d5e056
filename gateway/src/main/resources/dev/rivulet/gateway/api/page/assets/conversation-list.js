// The dialog with the conversations of this browser.

import { addressOf } from './address.js';

export class ConversationList {
  #dialog;
  #conversations;
  #current;
  #renamed;
  #removed = null;

  /** `current`: the session of this page; `renamed()` is called when one got another name. */
  constructor(dialog, conversations, current, renamed) {
    this.#dialog = dialog;
    this.#conversations = conversations;
    this.#current = current;
    this.#renamed = renamed;
    this.#search.addEventListener('input', () => this.#show());
    this.#part('.undo').addEventListener('click', () => this.#undo());
    addEventListener('storage', () => {
      if (dialog.open && !this.#part('li input')) this.#show();
    });
  }

  open() {
    this.#search.value = '';
    this.#removed = null;
    this.#show();
    this.#dialog.showModal();
  }

  get #search() {
    return this.#part('[type=search]');
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }

  /** `done`: what the reader has just done, if that is worth saying. */
  #show(done) {
    const found = this.#conversations.list(this.#search.value);
    this.#part('ul').replaceChildren(...found.map((entry) => this.#row(entry)));
    this.#part('.undo').hidden = this.#removed === null;
    this.#part('.result').textContent = this.#removed
      ? `“${this.#removed.title}” is off this list. Whoever has its link still has it.`
      : done ?? said(found.length, this.#search.value);
  }

  #row(entry) {
    const row = document.getElementById('conversation').content.firstElementChild.cloneNode(true);
    const link = row.querySelector('a');
    link.href = addressOf(entry.session, location.href, entry.reads, entry.grant);
    link.querySelector('bdi').textContent = entry.title;
    link.querySelector('small').textContent = when(entry);
    if (entry.session === this.#current) link.setAttribute('aria-current', 'page');
    // The same address would load nothing.
    link.addEventListener('click', () => entry.session === this.#current && this.#dialog.close());
    const does = (name, action) => {
      const button = row.querySelector(`.${name}`);
      button.setAttribute('aria-label', `${button.textContent}: ${entry.title}`);
      button.addEventListener('click', action);
    };
    does('rename', () => this.#rename(row, entry));
    does('remove', () => this.#remove(entry));
    return row;
  }

  #rename(row, entry) {
    const box = Object.assign(document.createElement('input'), { value: entry.title, maxLength: 80 });
    box.setAttribute('aria-label', `Name of ${entry.title}`);
    row.querySelector('a').replaceWith(box);
    const button = row.querySelector('.rename');
    const end = (save) => {
      const renames = save && box.value !== entry.title;
      if (renames) this.#conversations.rename(entry.session, box.value);
      this.#show(renames ? 'Renamed.' : undefined);
      this.#focus(entry.session);
      this.#renamed();
    };
    const save = button.cloneNode(); // without the listener
    save.textContent = 'Save';
    save.setAttribute('aria-label', `Save the name of ${entry.title}`);
    save.addEventListener('click', () => end(true));
    button.replaceWith(save);
    box.addEventListener('keydown', (event) => {
      if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
      event.preventDefault(); // Escape would close the dialog
      event.stopPropagation(); // and stop the answer
      end(event.key === 'Enter');
    });
    box.focus();
    box.select();
  }

  #remove(entry) {
    this.#removed = { title: entry.title, entry: this.#conversations.remove(entry.session) };
    this.#show();
    this.#part('.undo').focus();
  }

  #undo() {
    const { entry } = this.#removed;
    this.#conversations.restore(entry);
    this.#removed = null;
    this.#show('It is on this list again.');
    this.#focus(entry.session);
  }

  #focus(session) {
    const index = this.#conversations.list(this.#search.value).findIndex((entry) => entry.session === session);
    (this.#part('ul').children[index]?.querySelector('.rename') ?? this.#search).focus();
  }
}

function said(found, words) {
  if (found > 0) return words.trim() === '' ? '' : `${found} found`;
  return words.trim() === '' ? 'None yet. A conversation is here once something was asked in it.' : 'None found';
}

const when = ({ at, reads }) => [at > 0 ? new Date(at).toLocaleDateString() : '', reads ? 'only to read' : '']
  .filter(Boolean).join(' · ');
