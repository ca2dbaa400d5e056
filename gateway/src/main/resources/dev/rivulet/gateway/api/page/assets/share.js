// The dialog to give a conversation away: links to it, and copies of it as files.

import { addressOf, isLoopback } from './address.js';

const ANOTHER_VERSION = 'The gateway has another version of this page now. Load the page again first.';

export class ShareDialog {
  #dialog;
  #about;
  #saving = null;

  /** `about()` returns the `session`, its `title`, the turns `shown`, and whether this page only `reads`. */
  constructor(dialog, about) {
    this.#dialog = dialog;
    this.#about = about;
    dialog.addEventListener('close', () => this.#saving?.abort());
    dialog.addEventListener('change', () => this.#link());
    for (const button of dialog.querySelectorAll('.save')) button.addEventListener('click', () => this.#save(button.value));
  }

  open() {
    this.#part(`[name=mode][value=${this.#about().reads ? 'read' : 'join'}]`).checked = true;
    this.#part('.warning').hidden = !isLoopback(location.hostname);
    this.#say('');
    this.#dialog.showModal();
    this.#link();
    this.#part('.link').select();
    this.#dialog.scrollTop = 0; // the warning comes first
  }

  async #link() {
    const reads = this.#part('[name=mode][value=read]').checked;
    const link = this.#part('.link').value = addressOf(this.#about().session, location.href, reads);
    this.#part('.copy').textContent = 'Copy';
    this.#part('.honest').hidden = !reads;
    const code = await codeOf(link);
    if (this.#part('.link').value === link) this.#part('.qr').replaceChildren(code);
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

/** Returns an image, or a text that says why there is none. */
async function codeOf(link) {
  try {
    const { qrCode } = await import('./qr.js');
    return qrCode(link, 'QR code of the link') ?? 'This link is too long for a QR code.';
  } catch {
    return ANOTHER_VERSION;
  }
}
