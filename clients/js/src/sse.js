// Server-sent events, as the HTML standard parses them.

const LINE_END = /\r\n|\n|\r/g;

export class SseParser {
  #rest = []; // pieces of a line that has not ended
  #afterReturn = false; // whether the last line ended with CR: an LF that follows belongs to it
  #type = '';
  #data = [];
  #id = undefined;
  retryMs = undefined; // what the server asked for last

  /** Returns the events that end in this piece of text: `{id, type, data}`; `id` is undefined if it has none. */
  push(text) {
    const events = [];
    if (text === '') return events;
    const piece = this.#afterReturn && text[0] === '\n' ? text.slice(1) : text;
    this.#afterReturn = text.endsWith('\r');
    let begin = 0;
    for (const { 0: end, index } of piece.matchAll(LINE_END)) {
      this.#line(this.#rest.join('') + piece.slice(begin, index), events);
      this.#rest = [];
      begin = index + end.length;
    }
    this.#rest.push(piece.slice(begin));
    return events;
  }

  #line(line, events) {
    if (line === '') {
      if (this.#data.length > 0) {
        events.push({ id: this.#id, type: this.#type || 'message', data: this.#data.join('\n') });
      }
      this.#type = '';
      this.#data = [];
      this.#id = undefined;
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) this.retryMs = Number(value);
  }
}
