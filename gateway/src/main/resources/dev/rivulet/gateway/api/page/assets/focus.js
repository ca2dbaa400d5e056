// Keeps the place of the keyboard: a change of the page may hide, disable or remove what has the focus.

import { atLast } from './frames.js';

const TAKES_FOCUS = ':is(a[href], button, input, select, textarea, summary, [tabindex="0"]):not(:disabled)';
const NOT_NEAR = 'form, main, footer, body'; // what is elsewhere in these is not where the reader was

const isShown = (element) => element.isConnected && element.checkVisibility();
const canHaveFocus = (element) => isShown(element) && !element.matches(':disabled');

/** Gives the focus of an element that cannot have it any more to the next one near it, or else to `otherwise()`. */
export function keepFocus(otherwise) {
  let last = null; // what has the focus, or lost it to a change of the page
  let around = []; // what it was in, from the inside out
  document.addEventListener('focusin', ({ target }) => {
    last = target;
    around = within(target);
  });
  document.addEventListener('focusout', ({ target }) => {
    // Later, because what is removed is still there now.
    setTimeout(() => {
      const left = last === target && document.hasFocus() && isNowhere() && canHaveFocus(target);
      if (left) last = null; // by a click on nothing
    });
  });
  const check = () => {
    if (last === null || canHaveFocus(last) || !isNowhere()) return;
    (near(around) ?? otherwise()).focus({ preventScroll: true });
  };
  new MutationObserver(() => last && atLast(check)).observe(document.body, {
    subtree: true, childList: true, attributeFilter: ['hidden', 'disabled', 'data-folded', 'data-state'],
  });
}

/** Returns whether nothing has the focus, or something that loses it with the next frame. */
function isNowhere() {
  const has = document.activeElement;
  return has === null || has === document.body || !canHaveFocus(has);
}

/** Returns what an element is in, up to a large part of the page. */
function within(element) {
  const all = [];
  for (let one = element.parentElement; one && !one.matches(NOT_NEAR); one = one.parentElement) all.push(one);
  return all;
}

function near(around) {
  for (const part of around.filter(isShown)) {
    const found = [...part.querySelectorAll(TAKES_FOCUS)].find(isShown);
    if (found) return found;
  }
  return undefined;
}
