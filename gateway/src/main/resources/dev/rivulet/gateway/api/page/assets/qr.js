// Draws a QR code. Loaded when it is first needed.

import { generate } from './vendor/lean-qr.mjs';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 4; // modules of light around the code, which scanners need
const FINE = 90; // modules a side from which a code needs more room
const TOO_LONG = 4; // the library's code for a text that no QR code holds: about 2,900 bytes

/** Returns the code of a text as an image with this name; null if no code holds so much. */
export function qrCode(text, name) {
  const code = codeOf(text);
  if (code === null) return null;
  const runs = [];
  for (let y = 0; y < code.size; y++) {
    for (let x = 0, end; x < code.size; x = end + 1) {
      for (end = x; code.get(end, y); end++);
      if (end > x) runs.push(`M${x} ${y}h${end - x}v1h${x - end}z`);
    }
  }
  const whole = code.size + 2 * MARGIN;
  const image = draw('svg', { viewBox: `${-MARGIN} ${-MARGIN} ${whole} ${whole}`, role: 'img', 'aria-label': name });
  image.classList.toggle('fine', code.size > FINE);
  image.append(draw('path', { d: runs.join('') }));
  return image;
}

function codeOf(text) {
  try {
    return generate(text);
  } catch (failure) {
    if (failure.code === TOO_LONG) return null;
    throw failure;
  }
}

function draw(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
