// The prompt's text field, and what goes with a prompt. Enter sends, Shift+Enter starts a new line.

export class Composer {
  #form;
  #box;
  #banner;
  #edited = null; // the turn whose question is edited
  #draft = ''; // what was written before that

  /** `send(text, edited)` is called with the text, and with the turn that it replaces, or null. */
  constructor(form, banner, send) {
    this.#form = form;
    this.#box = form.elements.namedItem('prompt');
    this.#banner = banner;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#box.value.trim();
      if (text === '') return;
      const edited = this.#edited;
      this.#write('');
      this.stopEditing();
      send(text, edited);
    });
    this.#box.addEventListener('input', () => this.#changed());
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#changed();
  }

  /** What the reader chose for the next questions: `model` and `system`, as far as they are given. */
  get options() {
    const { model, instructions } = this.#form.elements;
    const given = { model: model.value.trim(), system: instructions.value.trim() };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  /** Puts the question of a turn into the field; it is asked anew when it is sent. */
  edit(turn, text = turn.prompt) {
    if (!this.#edited) this.#draft = this.#box.value;
    this.#edited = turn;
    this.#banner.hidden = false;
    this.#write(text);
    this.focus();
  }

  /** Returns whether a question was being edited. */
  stopEditing() {
    if (!this.#edited) return false;
    this.#edited = null;
    this.#banner.hidden = true;
    this.#write(this.#draft);
    return true;
  }

  #write(text) {
    this.#box.value = text;
    this.#changed();
  }

  #key(event) {
    // While an input method composes a character, Enter selects it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #changed() {
    this.#form.elements.namedItem('send').disabled = this.#box.value.trim() === '';
  }
}
