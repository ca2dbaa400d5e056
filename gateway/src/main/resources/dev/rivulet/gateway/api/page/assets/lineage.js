// Which turns a question builds on. A question that is edited, or whose answer is wanted anew, is a new turn of the
// same session with messages of its own: those before it. They replace what the session remembers, so what came after
// them is not continued any more. It stays in the log, and the page folds it. Pure: no DOM, clock or network.

const LONGEST = 32_000; // characters, as much as a session remembers

/** Marks the turns that a later one has replaced, which is one that runs or has not failed. */
export function markReplaced(turns) {
  for (const turn of turns) turn.replaced = false;
  turns.forEach((turn, index) => {
    if (!turn.messages || (turn.state !== 'open' && turn.state !== 'done')) return;
    const before = turns.slice(0, index);
    const parent = parentOf(turn, before);
    if (parent !== null) for (const other of before.slice(parent + 1)) other.replaced = true;
  });
}

/** Returns the index of the turn whose answer a turn with messages continues; -1 if it begins anew, null if unknown. */
function parentOf({ messages }, before) {
  const answer = messages.findLast(({ role }) => role === 'assistant')?.content;
  if (answer === undefined) return -1;
  const index = before.findLastIndex(({ text }) => text !== '' && text.startsWith(answer)); // long ones are cut
  return index < 0 ? null : index;
}

/**
 * Returns the messages before a question. `whole`: whether nothing is missing at the beginning. Null if one of them is
 * known in part only.
 */
export function contextOf(turn, turns) {
  const messages = [];
  let length = 0;
  for (let at = turn, index = turns.indexOf(turn);;) {
    if (at.messages && !at.cut) return { messages: [...dialogue(at).slice(0, -1), ...messages], whole: true };
    const before = turns.slice(0, index);
    index = at.messages ? parentOf(at, before) : before.findLastIndex(isRemembered);
    if (index === null) return null;
    if (index < 0) return { messages, whole: false };
    at = turns[index];
    if (at.shortened) return null;
    length += at.prompt.length + at.text.length;
    if (length > LONGEST) return { messages, whole: true };
    messages.unshift({ role: 'user', content: at.prompt }, { role: 'assistant', content: at.text });
  }
}

/** Returns whether the session remembers a turn, unless later ones have replaced it. */
const isRemembered = ({ state, text }) => state === 'done' && text.trim() !== '';

/** Returns the messages of a turn without system prompts. */
const dialogue = ({ messages }) => messages.filter(({ role }) => role === 'user' || role === 'assistant');
