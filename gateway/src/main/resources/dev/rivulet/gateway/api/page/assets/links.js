// The dialogs about the conversation as a whole: the link to it, and forgetting it.

import { forget } from './api.js';

/** The dialog with the link to this page: opening that on another device shows the same conversation, live. */
export function share(dialog) {
  const box = dialog.querySelector('input');
  box.value = location.href;
  dialog.querySelector('.copy').textContent = 'Copy';
  dialog.showModal();
  box.select();
}

/** Copies a text and says so on the button, also where the browser keeps the clipboard from plain http. */
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
  document.execCommand('copy'); // outdated, and all there is without https
  box.remove();
}

/** Asks whether the conversation is to be forgotten, does it, and says what Kafka keeps until when. */
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
