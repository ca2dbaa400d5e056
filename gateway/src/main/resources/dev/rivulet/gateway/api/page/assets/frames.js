// Schedules DOM updates: at most once per frame and for a part of the time, so that slow devices stay responsive.

const REST = 3; // pause after updates, as a multiple of the time they took

const due = new Set();
const dueAtLast = new Set();
let asked = false;
let restUntil = 0;

/** Runs a function in the next frame; once, however often it is scheduled. */
export function soon(work) {
  due.add(work);
  ask();
}

/** Runs a function after all others of the same frame. */
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
