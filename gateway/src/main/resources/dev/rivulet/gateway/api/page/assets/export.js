// Saves a conversation as a file: all turns that the log still has, with their ends, and those under way as they are.

import { pastTurns } from './api.js';
import { fileName, oneLine } from './titles.js';
import MarkdownIt from './vendor/markdown-it.mjs';
import { time } from './words.js';

const FORMS = {
  markdown: { ending: 'md', type: 'text/markdown;charset=utf-8', turn: markdownTurn, file: markdownFile },
  json: { ending: 'json', type: 'application/json', turn: (turn) => JSON.stringify(turn), file: jsonFile },
};
const LONGEST_TITLE = 200;

/**
 * Downloads the conversation. `form`: `markdown` or `json`; `shown`: the turns of the page; `read(count)` is called as
 * turns arrive. The file has no session id, which would let whoever gets it join. Returns how many turns it has.
 */
export async function save({ form, session, title, shown, read, signal }) {
  const { ending, type, turn, file } = FORMS[form];
  const unfinished = shown.filter(({ inMemory }) => inMemory === null);
  const ids = new Set();
  const texts = [];
  let more = true;
  for (let before; more;) {
    const page = await pastTurns(session, before);
    signal.throwIfAborted();
    const unknown = page.turns.filter(({ turnId }) => !ids.has(turnId));
    for (const past of unknown) {
      ids.add(past.turnId);
      texts.push(turn(past));
    }
    before = page.turns.at(-1)?.turnId;
    more = page.more === true && unknown.length > 0;
    read(ids.size);
  }
  texts.reverse();
  texts.push(...unfinished.filter(({ id }) => !ids.has(id)).map((of) => turn(asPast(of))));
  const parts = file(oneLine(title, LONGEST_TITLE), new Date().toISOString(), texts);
  download(new Blob(parts, { type }), fileName(title, ending));
  return texts.length;
}

/** Returns a turn of the page in the form of the API. */
function asPast({ id, prompt, state, attempt, text, model, provider, finishReason, usage, timings, error, shortened }) {
  const turn = { turnId: id, prompt, status: state, attempt, model, provider, text, finishReason, usage, timings };
  const failure = error && { code: error.code, message: error.message, retryable: error.retryable };
  const known = Object.entries({ ...turn, error: failure }).filter(([, value]) => value != null);
  return { ...Object.fromEntries(known), ...(shortened ? { shortened } : {}) };
}

function jsonFile(title, exportedAt, turns) {
  const head = JSON.stringify({ format: 'rivulet.conversation', version: 1, title, exportedAt }).slice(0, -1);
  return [`${head},"turns":[\n`, ...turns.flatMap((turn, index) => (index === 0 ? [turn] : [',\n', turn])), '\n]}\n'];
}

function markdownFile(title, exportedAt, turns) {
  return [`# ${escaped(title)}\n\nSaved ${exportedAt}, ${turns.length} turns.\n`,
    ...turns.flatMap((turn, index) => [`\n## ${index + 1}. `, turn])];
}

function markdownTurn(turn) {
  const { turnId, prompt, messages, text = '', shortened } = turn;
  const asked = messages ? messages.map(({ role, content }) => `${escaped(role)}:\n\n${quoted(content)}`) : [quoted(prompt)];
  return [whenAsked(turnId), ...asked, ...(shortened ? ['*The question is longer: this is a part of it.*'] : []),
    ...(text === '' ? [] : [contained(text)]), `*${end(turn)}*`].join('\n\n').concat('\n');
}

/** Returns when a turn was asked: its id is a UUID of version 7, which begins with the time. */
function whenAsked(turnId) {
  const at = new Date(parseInt(String(turnId).replaceAll('-', '').slice(0, 12), 16));
  return Number.isNaN(at.getTime()) ? 'Asked' : at.toISOString();
}

function end({ status, error, finishReason, attempt, model, provider, usage, timings }) {
  const parts = [status];
  if (finishReason && finishReason !== 'stop') parts.push(finishReason);
  if (error) parts.push(`${error.code ?? ''} ${error.message ?? ''}`.trim());
  if (attempt > 1) parts.push(`attempt ${attempt}`);
  parts.push(...[model, provider].filter(Boolean));
  if (usage?.completionTokens != null) parts.push(`${usage.completionTokens} tokens`);
  if (timings?.firstTokenMs != null) parts.push(`first token ${time(timings.firstTokenMs)}`);
  if (timings?.totalMs != null) parts.push(`${time(timings.totalMs)} in all`);
  return parts.map(escaped).join(' · ');
}

const parser = new MarkdownIt({ html: true });
const PROBE = 'rivulet-probe';

/** Returns an answer as it is, or quoted if it would swallow what stands behind it: an open fence, comment or tag. */
function contained(answer) {
  const tokens = parser.parse(`${answer}\n\n${PROBE}\n`, {});
  const last = tokens.at(-1);
  const ends = last?.type === 'paragraph_close' && last.level === 0 && tokens.at(-2).content === PROBE;
  return ends ? answer : quoted(answer);
}

const quoted = (text) => String(text ?? '').split(/\r\n?|\n/).map((line) => `> ${line}`).join('\n');

const escaped = (text) => oneLine(text ?? '', 500).replace(/[\\`*_{}[\]<>#|~!&]/g, '\\$&');

function download(file, name) {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // the browser may not have begun to read it
}
