// Copies texts, and forgets a conversation.

import { forget } from './api.js';

/** Copies a text and confirms it on the button, also where plain http has no clipboard API. */
export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copySelected(text);
  }
  const before = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = before; }, 1500);
}

function copySelected(text) {
  const box = Object.assign(document.createElement('textarea'), { value: text, className: 'unseen' });
  (document.querySelector('dialog[open]') ?? document.body).append(box);
  box.select();
  document.execCommand('copy'); // deprecated, but the only way without https
  box.remove();
}

/** Asks for confirmation, forgets the session, and shows what Kafka keeps, and until when. */
export function confirmForgetting(dialog, session) {
  const say = (text) => { dialog.querySelector('.result').textContent = text; };
  const button = dialog.querySelector('.forget');
  say('');
  button.hidden = false;
  button.onclick = async () => {
    try {
      const { remains = [] } = await forget(session);
      button.hidden = true;
      say(['Forgotten.', ...remains.map(left)].join(' '));
    } catch (failure) {
      say(failure.message);
    }
  };
  dialog.showModal();
}

function left({ topic, until }) {
  const when = until && !Number.isNaN(Date.parse(until)) ? new Date(until).toLocaleString() : 'the next compaction';
  return `Kafka keeps ${topic} until ${when}.`;
}
