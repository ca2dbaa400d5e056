// Says what became of something that the reader has just done, for a while or until something else is to be said.

const READ_AFTER = 12_000; // milliseconds

export class Notice {
  #region;
  #clearing;

  constructor(region) {
    this.#region = region;
  }

  say(text) {
    clearTimeout(this.#clearing);
    this.#region.textContent = text;
    if (text !== '') this.#clearing = setTimeout(() => this.say(''), READ_AFTER);
  }
}
