// The prompt's text field. Enter sends, Shift+Enter starts a new line.

export class Composer {
  #form;
  #box;

  /** `send(text)` is called with the text. */
  constructor(form, send) {
    this.#form = form;
    this.#box = form.elements.namedItem('prompt');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#box.value.trim();
      if (text === '') return;
      this.#box.value = '';
      this.#changed();
      send(text);
    });
    this.#box.addEventListener('input', () => this.#changed());
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#changed();
  }

  focus() {
    this.#box.focus({ preventScroll: true });
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
