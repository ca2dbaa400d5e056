// The dialog to give a conversation away: links to it, and copies of it as files.

import { addressOf, isLoopback } from './address.js';
import { give } from './api.js';

const ANOTHER_VERSION = 'The gateway has another version of this page now. Load the page again first.';

export class ShareDialog {
  #dialog;
  #about;
  #saving = null;
  #given = new Map(); // promises of grants, by access

  /**
   * `about()` returns the `session`, its `title`, the turns `shown`, whether this page only `reads`, and the `grant`
   * with which it was opened, if any.
   */
  constructor(dialog, about) {
    this.#dialog = dialog;
    this.#about = about;
    dialog.addEventListener('close', () => this.#saving?.abort());
    dialog.addEventListener('change', () => this.#link());
    for (const button of dialog.querySelectorAll('.save')) button.addEventListener('click', () => this.#save(button.value));
  }

  open() {
    this.#given.clear();
    this.#part(`[name=mode][value=${this.#about().reads ? 'read' : 'join'}]`).checked = true;
    this.#part('[name=mode][value=join]').disabled = this.#about().grant !== null && this.#about().reads;
    this.#part('.warning').hidden = !isLoopback(location.hostname);
    this.#say('');
    this.#dialog.showModal();
    this.#link().then(() => this.#part('.link').select());
    this.#dialog.scrollTop = 0; // the warning comes first
  }

  async #link() {
    const reads = this.#part('[name=mode][value=read]').checked;
    const stale = () => this.#part('[name=mode][value=read]').checked !== reads;
    this.#part('.link').value = '';
    this.#part('.qr').replaceChildren();
    this.#part('.copy').textContent = 'Copy';
    this.#part('.copy').disabled = true;
    let given;
    try {
      given = await this.#give(reads ? 'read' : 'write');
    } catch (failure) {
      if (!stale()) this.#say(`No link: ${failure.message}`);
      return;
    }
    if (stale()) return;
    const { grant, expires } = given;
    const link = addressOf(this.#about().session, location.href, reads, grant);
    this.#part('.link').value = link;
    this.#part('.copy').disabled = false;
    this.#part('.honest').hidden = !reads || grant !== null;
    this.#part('.until').hidden = !expires;
    this.#part('.until time').textContent = expires ? new Date(expires).toLocaleString() : '';
    const code = await codeOf(link);
    if (this.#part('.link').value === link) this.#part('.qr').replaceChildren(code);
  }

  /**
   * Returns the `grant` of a link, and when it `expires`: that of this page if it was opened with one, which cannot make
   * others; null where the gateway asks nobody who it is.
   */
  #give(access) {
    const { session, grant } = this.#about();
    if (grant) return { grant };
    if (!this.#given.has(access)) {
      this.#given.set(access, give(session, access).catch((failure) => {
        if (failure.code === 'grants_off') return { grant: null };
        this.#given.delete(access);
        throw failure;
      }));
    }
    return this.#given.get(access);
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
