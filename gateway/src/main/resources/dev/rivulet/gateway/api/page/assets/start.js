// Starts the page. Loads it again if its files did not all arrive: while gateways are upgraded, those of one version
// have no files of the other; a gateway that restarts has none for a moment. What did arrive is in the browser's cache.

const TRIES = 8; // loads of the page
const FIRST_PAUSE = 500; // milliseconds
const LONGEST_PAUSE = 8_000;
const COUNT = 'rivulet.loads'; // in the tab's storage

try {
  const missing = [...document.querySelectorAll('link[rel=stylesheet]')].find((link) => link.sheet === null);
  if (missing) throw new Error(`missing: ${missing.href}`);
  await import('./app.js');
  count(0);
} catch (failure) {
  console.error(failure);
  await loadAgain();
}

async function loadAgain() {
  const loads = counted() + 1;
  if (loads >= TRIES || !count(loads)) {
    document.getElementById('trouble').textContent = 'A part of this page is missing. Load it again in a moment.';
    count(0);
    return;
  }
  for (let tries = loads;; tries++) {
    const pause = Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE) * (0.5 + Math.random() / 2);
    await new Promise((resume) => setTimeout(resume, pause));
    // An answer first: where there is none the browser would show its own error, which does not come back.
    const answer = await fetch(location.href, { cache: 'no-cache' }).catch(() => null);
    if (answer?.ok) break;
  }
  location.reload();
}

/** Returns how often the page was loaded without success; 0 where the browser stores nothing. */
function counted() {
  try {
    return Number(sessionStorage.getItem(COUNT)) || 0;
  } catch {
    return 0;
  }
}

/** Returns whether the number is stored: without it the page could load itself for ever. */
function count(loads) {
  try {
    if (loads === 0) sessionStorage.removeItem(COUNT);
    else sessionStorage.setItem(COUNT, String(loads));
    return true;
  } catch {
    return false;
  }
}
