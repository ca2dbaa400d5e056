// The dialog to give a conversation away: its link, and copies of it as files.

const ANOTHER_VERSION = 'The gateway has another version of this page now. Load the page again first.';

export class ShareDialog {
  #dialog;
  #about;
  #saving = null;

  /** `about()` returns the `session`, its `title` and the turns `shown`. */
  constructor(dialog, about) {
    this.#dialog = dialog;
    this.#about = about;
    dialog.addEventListener('close', () => this.#saving?.abort());
    for (const button of dialog.querySelectorAll('.save')) button.addEventListener('click', () => this.#save(button.value));
  }

  open() {
    const box = this.#part('.link');
    box.value = location.href;
    this.#part('.copy').textContent = 'Copy';
    this.#say('');
    this.#dialog.showModal();
    box.select();
  }

  async #save(form) {
    this.#saving?.abort();
    const saving = this.#saving = new AbortController();
    const say = (text) => saving.signal.aborted || this.#say(text);
    const read = (turns) => say(`Reading: ${turns} turns so far.`);
    try {
      const { save } = await import('./export.js').catch(() => { throw new Error(ANOTHER_VERSION); });
      const turns = await save({ ...this.#about(), form, read, signal: saving.signal });
      say(`Saved: ${turns} ${turns === 1 ? 'turn' : 'turns'}.`);
    } catch (failure) {
      say(`Not saved. ${failure.message}`);
    }
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }

  #say(text) {
    this.#part('.result').textContent = text;
  }
}
