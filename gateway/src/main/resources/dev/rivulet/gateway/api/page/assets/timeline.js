// Draws the times of a turn: queued, until the first token, and the rate of its text, for each of its attempts.

import { FLOW_STEP } from './attempts.js';
import { time } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 96;
const HEIGHT = 16;
const NARROWEST = 1.5;

/** Returns the times of an ended turn as text; null if they are not known. */
export function figures({ timings, usage, text, attempt, lost, running, endedAt }) {
  if (!timings) return null;
  const restarted = attempt > 1; // then the wait and the work of lost attempts are in the total only
  const words = restarted ? between(lost) : [`queued ${time(timings.queuedMs)}`];
  if (timings.firstTokenMs != null) {
    words.push(`first token ${time(timings.firstTokenMs)}`);
    const all = restarted ? lost.length > 0 && endedAt - running.begunAt : timings.totalMs - timings.queuedMs;
    const rate = (amount) => Math.round(amount / Math.max(all - timings.firstTokenMs, 1) * 1000).toLocaleString('en');
    if (all) words.push(usage ? `${rate(usage.completionTokens)} tokens/s` : `${rate(text.length)} characters/s`);
  }
  words.push(`${time(timings.totalMs)} in all`);
  return words;
}

const between = (lost) => lost.map(({ attempt: { number, signAt }, next }) =>
  `${time(next - signAt)} until attempt ${number + 1}`);

/**
 * Returns the drawing: what was queued, and of each attempt the time to its first text and then how much arrived when;
 * between them the time without one. Null if the times of the attempts are not known.
 */
export function timeline(turn) {
  if (turn.attempt > 1 && turn.lost.length === 0) return null;
  const picture = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, class: 'timeline' });
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', `Timing: ${figures(turn).join(', ')}`);
  const scale = WIDTH / Math.max(turn.timings.totalMs, 1);
  let at = 0;
  for (const { kind, length, flow } of parts(turn)) {
    const wide = Math.min(Math.max(length * scale, NARROWEST), Math.max(WIDTH - at, NARROWEST));
    const left = Math.min(at, WIDTH - NARROWEST);
    if (flow) picture.append(draw('path', { class: kind, d: stream(flow, left, left + wide) }));
    else picture.append(draw('rect', { class: kind, x: left, y: HEIGHT - 2, width: wide, height: 2 }));
    at += wide;
  }
  return picture;
}

/** Returns the parts of a turn's time in order, in milliseconds. */
function parts({ timings: { queuedMs, firstTokenMs, totalMs }, lost, running, endedAt }) {
  const all = [];
  const seen = lost.length > 0 ? endedAt - lost[0].attempt.begunAt : totalMs - queuedMs;
  const add = (kind, length, flow) => all.push({ kind, length, flow });
  add('queued', totalMs - seen);
  let rest = seen;
  for (const { attempt: { begunAt, signAt, flow }, next } of lost) {
    const silent = quiet(flow) * FLOW_STEP;
    add('waited', Math.min(silent, signAt - begunAt));
    if (flow.length > 0) add('gone', signAt - begunAt - silent, flow);
    add('nobody', next - signAt);
    rest -= next - begunAt;
  }
  add('waited', firstTokenMs ?? rest);
  if (firstTokenMs != null) add('flowed', rest - firstTokenMs, running?.flow ?? []);
  return all;
}

/** Returns the number of steps before the first text. */
const quiet = (flow) => Math.max(0, flow.findIndex((amount) => amount > 0));

/** Draws the area of a flow from its first text on, as high as the rate of the text, with smooth edges. */
function stream(flow, begin, end) {
  const steps = flow.length > 0 ? flow.slice(quiet(flow)) : [1];
  const most = Math.max(...steps);
  const wide = (end - begin) / steps.length;
  const high = (amount) => HEIGHT - 2 - (HEIGHT - 4) * amount / most;
  const points = steps.map((amount, index) => [begin + wide * (index + 0.5), high(amount)]);
  points.push([end, points.at(-1)[1]]);
  const at = (...numbers) => numbers.map((number) => number.toFixed(1)).join(' ');
  let [x, y] = [begin, points[0][1]];
  let path = `M${at(begin, HEIGHT)}L${at(x, y)}`;
  for (const [nextX, nextY] of points) {
    const middle = (x + nextX) / 2;
    path += `C${at(middle, y, middle, nextY, nextX, nextY)}`;
    [x, y] = [nextX, nextY];
  }
  return `${path}L${at(end, HEIGHT)}Z`;
}

function draw(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
