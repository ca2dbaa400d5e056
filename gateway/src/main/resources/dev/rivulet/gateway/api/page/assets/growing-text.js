// Renders a growing answer as Markdown. Only its last block can change, so only that is parsed and rendered again.

import { colourCode } from './languages.js';
import { blocksOf } from './markdown.js';
import { patchChildren } from './patch.js';

/** A reference definition may follow its link, which may be in a settled block. */
const LINK_TARGET = /^ {0,3}\[[^\]\n]+\]:/m;
const LINE_END = /\r\n?|\n/g;

export class GrowingText {
  #element;
  #shown = '';
  #whole = null;
  #settled = 0; // length of the text, and number of blocks, that cannot change any more
  #settledBlocks = 0;

  constructor(element) {
    this.#element = element;
  }

  /** Shows a text, which may continue the previous one. `whole`: nothing will follow. */
  show(text, whole) {
    if (text === this.#shown && whole === this.#whole) return;
    this.#whole = whole;
    const another = !text.startsWith(this.#shown);
    if (another || (whole && LINK_TARGET.test(text))) this.#settled = this.#settledBlocks = 0;
    this.#shown = text;
    const rest = text.slice(this.#settled);
    const blocks = blocksOf(rest);
    patchChildren(this.#element, blocks.map((block) => block.node), this.#settledBlocks);
    const settled = this.#settledBlocks;
    this.#settle(rest, blocks);
    this.#colour(settled, whole ? this.#element.children.length : this.#settledBlocks);
    if (whole && !this.#element.firstChild && text !== '') this.#element.append(unformatted(text));
  }

  /** Colours the code of blocks that will not change. */
  #colour(from, to) {
    for (let i = from; i < to; i++) colourCode(this.#element.children[i]);
  }

  /** A block is settled once another follows whose first line is complete: Markdown does not look back further. */
  #settle(rest, blocks) {
    const starts = lineStarts(rest);
    const complete = starts.length - 1;
    for (let i = blocks.length - 1; i > 0; i--) {
      if (blocks[i].line >= complete) continue;
      this.#settled += starts[blocks[i].line];
      this.#settledBlocks += i;
      return;
    }
  }
}

/** A text that is nothing as Markdown, such as the definition of a link. */
const unformatted = (text) => Object.assign(document.createElement('p'), { textContent: text });

function lineStarts(text) {
  return [0, ...Array.from(text.matchAll(LINE_END), (end) => end.index + end[0].length)];
}
