// Replays a turn that has ended from the log, at the pace at which it was written, with its restarts.

import { credentials, eventsUrl, refusal } from './api.js';
import { SseParser } from './client/sse.js';
import { GrowingText } from './growing-text.js';
import { Recording } from './recording.js';
import { time } from './words.js';

const SPEEDS = [0.25, 0.5, 1, 2, 4, 16];
const LONGEST_STEP = 100; // milliseconds
const STEPS = 20; // at least, in a short answer
const SVG = 'http://www.w3.org/2000/svg';

/** Opens the dialog with the replay of a turn. */
export async function replay(session, turn) {
  const dialog = document.createElement('dialog');
  dialog.className = 'replay';
  dialog.setAttribute('aria-labelledby', 'replay-title');
  const status = element('p', { className: 'result', textContent: 'Reading the log…' });
  status.setAttribute('role', 'status');
  const close = element('button', { type: 'button', textContent: 'Close', onclick: () => dialog.close() });
  dialog.append(element('h2', { id: 'replay-title', textContent: 'Replay' }),
    element('p', { className: 'question', textContent: turn.prompt }), status, element('div', { className: 'row end' }, close));
  document.body.append(dialog);
  const leaving = new AbortController();
  dialog.addEventListener('close', () => {
    leaving.abort();
    dialog.remove();
  });
  dialog.showModal();
  try {
    const recording = await read(session, turn.id, leaving.signal);
    if (recording.attempts.length === 0) throw new Error('No process ever wrote this answer.');
    new Player(recording, status, leaving.signal);
  } catch (failure) {
    if (!leaving.signal.aborted) status.textContent = unread(failure);
  }
}

const unread = (failure) => (failure.status === 410 || failure.status === 404
  ? 'The log no longer has the events of this answer; only their result is left.'
  : failure.message);

/** Reads all events of a turn that has ended. */
async function read(session, turn, signal) {
  const url = new URL(`turns/${turn}/events?from=start&timestamps=true`, eventsUrl(session));
  const response = await fetch(url, {
    headers: { ...credentials, Accept: 'text/event-stream, application/problem+json' }, cache: 'no-store', signal,
  });
  if (!response.ok) throw await refusal(response);
  const recording = new Recording();
  let problem = null;
  const parser = new SseParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const { type, data } of parser.push(part.value)) {
      if (type === 'problem') problem = JSON.parse(data);
      else recording.add(type, JSON.parse(data));
    }
  }
  if (problem) throw Object.assign(new Error(problem.detail ?? problem.title), { status: problem.status });
  if (recording.end === null) throw new Error('The connection was lost before the end. Close this, and try again.');
  return recording;
}

class Player {
  #recording;
  #at = 0;
  #playing = false;
  #frame = null; // the time of the last animation frame
  #saidOf; // the attempt: a screen reader need not hear more while it plays
  #answer = element('div', { className: 'text prose', tabIndex: 0 });
  #text = new GrowingText(this.#answer);
  #status;
  #slider;
  #play = element('button', { type: 'button', className: 'main', onclick: () => this.#toggle() });
  #speed;

  constructor(recording, status, closed) {
    this.#recording = recording;
    this.#status = status;
    status.removeAttribute('role'); // changes with each frame
    const step = Math.max(1, Math.min(LONGEST_STEP, Math.floor(recording.length / STEPS)));
    this.#slider = element('input', {
      type: 'range', min: 0, max: Math.ceil(recording.length / step) * step, step, value: 0,
    });
    this.#slider.setAttribute('aria-label', 'Position');
    this.#slider.addEventListener('input', () => this.#seek(Number(this.#slider.value)));
    this.#slider.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      this.#toggle();
    });
    this.#speed = element('select', {}, ...SPEEDS.map((speed) => element('option', {
      value: speed, textContent: `${speed} ×`, selected: speed === 1,
    })));
    const speed = element('label', {}, 'Speed ', this.#speed);
    const restarts = recording.attempts.slice(1).map(({ attempt, at }) => element('button', {
      type: 'button', textContent: `${time(at)}: attempt ${attempt} begins`, onclick: () => this.#seek(at),
    }));
    this.#answer.setAttribute('role', 'region');
    this.#answer.setAttribute('aria-label', 'The answer as it was then');
    status.after(this.#answer, element('div', { className: 'track' }, lanes(recording), this.#slider),
      element('div', { className: 'controls' }, this.#play, speed, ...restarts));
    closed.addEventListener('abort', () => { this.#playing = false; });
    this.#show();
    this.#slider.focus();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#toggle();
  }

  #toggle() {
    this.#playing = !this.#playing;
    if (this.#playing && this.#at >= this.#recording.length) this.#at = 0;
    this.#frame = null;
    if (this.#playing) requestAnimationFrame((now) => this.#advance(now));
    this.#show();
  }

  #advance(now) {
    if (!this.#playing) return;
    this.#at += (now - (this.#frame ?? now)) * Number(this.#speed.value);
    this.#frame = now;
    if (this.#at >= this.#recording.length) {
      this.#at = this.#recording.length;
      this.#playing = false;
    } else {
      requestAnimationFrame((next) => this.#advance(next));
    }
    this.#show();
  }

  #seek(at) {
    this.#at = Math.min(at, this.#recording.length);
    this.#saidOf = undefined;
    this.#show();
  }

  #show() {
    const { attempt, text } = this.#recording.at(this.#at);
    const ended = this.#at >= this.#recording.length;
    this.#text.show(text, ended);
    this.#answer.scrollTop = this.#answer.scrollHeight;
    this.#slider.value = this.#at;
    const said = [`${time(this.#at)} of ${time(this.#recording.length)}`, attempt && `attempt ${attempt}`,
      ended && (this.#recording.end === 'done' ? 'the end' : 'failed')].filter(Boolean).join(' · ');
    if (!this.#playing || attempt !== this.#saidOf) this.#slider.setAttribute('aria-valuetext', said);
    this.#saidOf = attempt;
    this.#status.textContent = said;
    const words = this.#playing ? 'Pause' : 'Play';
    if (this.#play.textContent !== words) this.#play.textContent = words;
  }
}

/** Draws when each attempt was written: a lane with its beginning, and a line for each piece of text. */
function lanes(recording) {
  const height = 8 * recording.attempts.length;
  const picture = draw('svg', { viewBox: `0 0 1000 ${height}`, height, preserveAspectRatio: 'none', class: 'lanes', 'aria-hidden': 'true' });
  const scale = 1000 / Math.max(recording.length, 1);
  recording.attempts.forEach(({ at, marks }, index) => {
    const last = index === recording.attempts.length - 1;
    const y = 8 * index;
    const until = recording.attempts[index + 1]?.at ?? recording.length;
    picture.append(draw('rect', { class: 'lane', x: at * scale, y: y + 3, width: (until - at) * scale, height: 2 }));
    const path = marks.map((mark) => `M${(mark.at * scale).toFixed(1)} ${y + 1}v6`).join('');
    picture.append(draw('path', { class: last ? 'kept' : 'given-up', d: path }));
  });
  return picture;
}

function draw(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}
