// Keeps what is written in the text field and was not sent, for each session, so that a reload does not lose it.

import { Kept } from './kept.js';

const LIMIT = 20; // drafts
const LONGEST = 50_000; // characters; a longer one is not kept, since a part of it could be sent as if it were whole
const PAUSE = 250; // milliseconds without a key

const read = ({ text }) => (typeof text === 'string' && text.length <= LONGEST ? { text } : null);

/** Puts the draft of a session into an empty text field, and keeps what the field has from now on. */
export function keepDraft(box, session, kept = new Kept('draft', LIMIT, read)) {
  const draft = kept.get(session)?.text ?? '';
  if (draft !== '' && box.value === '') {
    box.value = draft;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
  let last = box.value;
  let waiting;
  const keep = () => {
    clearTimeout(waiting);
    if (box.value === last) return; // another tab may have a newer one
    last = box.value;
    if (last.trim() === '' || last.length > LONGEST) kept.remove(session);
    else kept.put(session, { text: last });
  };
  box.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  box.form.addEventListener('submit', () => queueMicrotask(keep)); // when the field has been emptied
  for (const leaving of ['pagehide', 'visibilitychange']) addEventListener(leaving, keep);
}
