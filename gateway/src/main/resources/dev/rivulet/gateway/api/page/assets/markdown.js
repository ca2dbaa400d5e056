// Renders a model's Markdown, which is untrusted input, as elements. markdown-it parses it; each token becomes an
// element from this list, and text becomes text nodes: there is no HTML string, so nothing has to be sanitized.

import { languageOf } from './languages.js';
import MarkdownIt from './vendor/markdown-it.mjs';

const SAFE_LINK = /^(https?:\/\/|mailto:)/i;
const HIGHEST_HEADING = 3; // the page has h1, a turn h2

const parser = new MarkdownIt({ html: false, linkify: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
parser.validateLink = (url) => SAFE_LINK.test(url);

/** Creates an element with these properties; empty texts are left out. */
function element(name, properties = {}) {
  const given = Object.entries(properties).filter(([, value]) => value !== '');
  return Object.assign(document.createElement(name), Object.fromEntries(given));
}

const plain = (name) => () => element(name);

/** Creates the element of each kind of token with children. Other kinds are ignored. */
const CONTAINERS = {
  paragraph: (token) => (token.hidden ? null : element('p')),
  heading: (token) => element(`h${Math.min(6, Math.max(HIGHEST_HEADING, Number(token.tag[1]) + 1))}`),
  blockquote: plain('blockquote'),
  bullet_list: plain('ul'),
  ordered_list: (token) => element('ol', { start: Number(token.attrGet('start') ?? 1) }),
  list_item: plain('li'),
  table: plain('table'),
  thead: plain('thead'),
  tbody: plain('tbody'),
  tr: plain('tr'),
  th: (token) => element('th', { scope: 'col', className: alignment(token) }),
  td: (token) => element('td', { className: alignment(token) }),
  em: plain('em'),
  strong: plain('strong'),
  s: plain('s'),
  link: (token) => link(token.attrGet('href'), token.attrGet('title')),
};

const LEAVES = {
  text: (token) => document.createTextNode(token.content),
  softbreak: plain('br'), // models intend their line breaks
  hardbreak: plain('br'),
  hr: plain('hr'),
  code_inline: (token) => element('code', { textContent: token.content }),
  code_block: (token) => code(token.content, ''),
  fence: (token) => code(token.content, token.info.trim().split(/\s+/, 1)[0]),
  image: (token, parent) => image(token, parent),
};

/** Returns the blocks of a text: each with its element and the line at which it begins. */
export function blocksOf(text) {
  const tokens = parser.parse(text, {});
  const blocks = [];
  for (let begin = 0, depth = 0, i = 0; i < tokens.length; i++) {
    depth += tokens[i].nesting;
    if (depth > 0) continue;
    const holder = document.createDocumentFragment();
    build(tokens.slice(begin, i + 1), holder);
    if (holder.firstChild) blocks.push({ node: holder.firstChild, line: tokens[begin].map[0] });
    begin = i + 1;
  }
  return blocks;
}

function build(tokens, root) {
  const open = [root];
  for (const token of tokens) {
    const parent = open.at(-1);
    if (token.nesting === 1) {
      const child = CONTAINERS[token.type.replace(/_open$/, '')]?.(token);
      if (child) parent.append(child.localName === 'table' ? scrolling(child) : child);
      open.push(child ?? parent);
    } else if (token.nesting === -1) {
      open.pop();
    } else if (token.type === 'inline') {
      build(token.children, parent);
    } else {
      parent.append(LEAVES[token.type]?.(token, parent) ?? token.content);
    }
  }
}

const alignment = (token) => /text-align:(right|center)/.exec(token.attrGet('style') ?? '')?.[1] ?? '';

function link(href, title) {
  return element('a', { href, title: title ?? '', target: '_blank', rel: 'noopener noreferrer nofollow' });
}

/** Images are not loaded, because that would tell their server about the reader: shows a link instead. */
function image(token, parent) {
  const name = token.content || 'picture';
  if (parent.closest?.('a')) return document.createTextNode(name);
  const there = link(token.attrGet('src'), token.attrGet('title'));
  there.className = 'picture';
  there.textContent = name;
  return there;
}

function code(text, language) {
  const figure = element('figure', { className: 'code' });
  const head = element('figcaption', { textContent: language });
  const copy = element('button', { type: 'button', className: 'copy', textContent: 'Copy' });
  copy.setAttribute('aria-label', 'Copy this code');
  copy.dataset.does = 'copy-code';
  const box = element('pre', { tabIndex: 0 });
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', language ? `Code, ${language}` : 'Code');
  const content = element('code', { textContent: text.replace(/\n$/, '') });
  if (languageOf(language)) content.dataset.language = languageOf(language);
  box.append(content);
  head.append(copy);
  figure.append(head, box);
  return figure;
}

/** Lets a wide table scroll, also with the keyboard. */
function scrolling(table) {
  const box = element('div', { className: 'wide', tabIndex: 0 });
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Table');
  box.append(table);
  return box;
}
