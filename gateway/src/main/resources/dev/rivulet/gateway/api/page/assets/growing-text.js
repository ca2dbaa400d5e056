// An answer that grows, as Markdown. Only its last block can still change, so only that is parsed and built again.

import { blocksOf } from './markdown.js';
import { patchChildren } from './patch.js';

/** The target of a link may stand after the link, which may be in a block that has settled. */
const LINK_TARGET = /^ {0,3}\[[^\]\n]+\]:/m;
const LINE_END = /\r\n?|\n/g;

export class GrowingText {
  #element;
  #shown = '';
  #settled = 0; // how much of the text, and how many blocks, cannot change any more
  #settledBlocks = 0;

  constructor(element) {
    this.#element = element;
  }

  /** Shows a text that continues the one before, or is another one. `whole`: nothing comes after it. */
  show(text, whole) {
    const another = !text.startsWith(this.#shown);
    if (another || (whole && LINK_TARGET.test(text))) this.#settled = this.#settledBlocks = 0;
    this.#shown = text;
    const rest = text.slice(this.#settled);
    const blocks = blocksOf(rest);
    patchChildren(this.#element, blocks.map((block) => block.node), this.#settledBlocks);
    this.#settle(rest, blocks);
  }

  /** A block is settled when another one follows it whose first line is complete: Markdown looks no further back. */
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

function lineStarts(text) {
  return [0, ...Array.from(text.matchAll(LINE_END), (end) => end.index + end[0].length)];
}
