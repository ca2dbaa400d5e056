// Colours code. The library says which piece of a text is what; the elements are made here, and their text is that of
// the code. Loaded with the first code whose language is known.

import { tokenizeWith } from './vendor/speed-highlight/tokenize.mjs';

const LONGEST = 20_000; // characters; longer code stays as it is
const RUN = /[\w$]{256}|\s{256}/; // for which the library's expressions take quadratic time

const LANGUAGES = {
  bash: () => import('./vendor/speed-highlight/bash.mjs'),
  c: () => import('./vendor/speed-highlight/c.mjs'),
  css: () => import('./vendor/speed-highlight/css.mjs'),
  diff: () => import('./vendor/speed-highlight/diff.mjs'),
  docker: () => import('./vendor/speed-highlight/docker.mjs'),
  go: () => import('./vendor/speed-highlight/go.mjs'),
  html: () => import('./vendor/speed-highlight/html.mjs'),
  java: () => import('./vendor/speed-highlight/java.mjs'),
  js: () => import('./vendor/speed-highlight/js.mjs'),
  json: () => import('./vendor/speed-highlight/json.mjs'),
  py: () => import('./vendor/speed-highlight/py.mjs'),
  rs: () => import('./vendor/speed-highlight/rs.mjs'),
  sql: () => import('./vendor/speed-highlight/sql.mjs'),
  toml: () => import('./vendor/speed-highlight/toml.mjs'),
  ts: () => import('./vendor/speed-highlight/ts.mjs'),
  xml: () => import('./vendor/speed-highlight/xml.mjs'),
  yaml: () => import('./vendor/speed-highlight/yaml.mjs'),
};

/** What a language contains of others. */
const WITHIN = { html: ['js', 'css'], js: ['js'], ts: ['js'], py: ['py'] };

/** Colours the text of an element, unless it has changed until the language is loaded. */
export async function colour(element, language) {
  const text = element.textContent;
  if (text.length > LONGEST || RUN.test(text)) return;
  const names = [language, ...WITHIN[language] ?? []];
  const loaded = await Promise.all(names.map(async (name) => [name, (await LANGUAGES[name]()).default]));
  if (element.textContent !== text) return;
  const languages = Object.fromEntries(loaded);
  const pieces = [];
  tokenizeWith(text, languages[language], (piece, kind) => {
    if (piece !== '') pieces.push(kind ? span(piece, kind) : piece);
  }, { languages });
  if (pieces.map((piece) => piece.textContent ?? piece).join('') === text) element.replaceChildren(...pieces);
}

const span = (textContent, kind) =>
  Object.assign(document.createElement('span'), { textContent, className: `is-${kind}` });
