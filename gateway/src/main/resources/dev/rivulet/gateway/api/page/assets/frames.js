// Work on the page, at most once a frame and at most for part of the time: a long answer stays smooth on a slow device.

const REST = 3; // how many times as long as it took nothing is done afterwards

const due = new Set();
const dueAtLast = new Set();
let asked = false;
let restUntil = 0;

/** Does this soon; the same function once, however often it was wanted. */
export function soon(work) {
  due.add(work);
  ask();
}

/** Does this after everything else of the same frame. */
export function atLast(work) {
  dueAtLast.add(work);
  ask();
}

function ask() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(run);
  }
}

function run() {
  const begin = performance.now();
  if (begin < restUntil) {
    requestAnimationFrame(run);
    return;
  }
  for (const works of [due, dueAtLast]) {
    const now = [...works];
    works.clear();
    for (const work of now) work();
  }
  asked = false;
  if (due.size > 0) ask();
  const end = performance.now();
  restUntil = end + REST * (end - begin);
}
