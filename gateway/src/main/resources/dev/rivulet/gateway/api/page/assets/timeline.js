// Draws the times of a turn: queued, until the first token, and the rate of its text.

import { time } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 96;
const HEIGHT = 16;
const NARROWEST = 1.5;

/** Returns the times of an ended turn as text; null if they are not known. */
export function figures({ timings, usage, text }) {
  if (!timings) return null;
  const words = [`queued ${time(timings.queuedMs)}`];
  if (timings.firstTokenMs != null) {
    words.push(`first token ${time(timings.firstTokenMs)}`);
    const flowing = timings.totalMs - timings.queuedMs - timings.firstTokenMs;
    const rate = (amount) => Math.round(amount / Math.max(flowing, 1) * 1000).toLocaleString('en');
    words.push(usage ? `${rate(usage.completionTokens)} tokens/s` : `${rate(text.length)} characters/s`);
  }
  words.push(`${time(timings.totalMs)} in all`);
  return words;
}

/** Returns the drawing; `flow` is how much text arrived in each interval. */
export function timeline(turn) {
  const { queuedMs, totalMs } = turn.timings;
  const first = turn.timings.firstTokenMs ?? totalMs - queuedMs;
  const scale = WIDTH / Math.max(totalMs, 1);
  const queued = Math.max(queuedMs * scale, NARROWEST);
  const waited = Math.max(first * scale, NARROWEST);
  const picture = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, class: 'timeline' });
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', `Timing: ${figures(turn).join(', ')}`);
  picture.append(
    draw('rect', { class: 'queued', x: 0, y: HEIGHT - 2, width: queued, height: 2 }),
    draw('rect', { class: 'waited', x: queued, y: HEIGHT - 2, width: waited, height: 2 }),
  );
  const begin = Math.min(queued + waited, WIDTH - NARROWEST);
  if (turn.timings.firstTokenMs != null) {
    picture.append(draw('path', { class: 'flowed', d: stream(turn.flow, begin) }));
  }
  return picture;
}

/** Draws the area from the first text to the end, as high as the rate of the text, with smooth edges. */
function stream(flow, begin) {
  const from = flow.findIndex((amount) => amount > 0);
  const steps = from < 0 ? [1] : flow.slice(from);
  const most = Math.max(...steps);
  const wide = (WIDTH - begin) / steps.length;
  const points = steps.map((amount, index) => [begin + wide * (index + 0.5), HEIGHT - 2 - (HEIGHT - 4) * amount / most]);
  points.push([WIDTH, points.at(-1)[1]]);
  const at = (...numbers) => numbers.map((number) => number.toFixed(1)).join(' ');
  let [x, y] = [begin, points[0][1]];
  let path = `M${at(begin, HEIGHT)}L${at(x, y)}`;
  for (const [nextX, nextY] of points) {
    const middle = (x + nextX) / 2;
    path += `C${at(middle, y, middle, nextY, nextX, nextY)}`;
    [x, y] = [nextX, nextY];
  }
  return `${path}L${at(WIDTH, HEIGHT)}Z`;
}

function draw(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
