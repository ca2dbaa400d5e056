// The dialog that forgets a conversation.

import { forget } from './api.js';
import { FORGOTTEN, notDone, remains } from './words.js';

/** Asks for confirmation, forgets the session, and says what Kafka keeps, and until when. */
export function confirmForgetting(dialog, session, { begins, fails }) {
  const part = (name) => dialog.querySelector(`.${name}`);
  const button = part('forget');
  const say = (text, left = []) => {
    part('result').textContent = text;
    part('remains').hidden = left.length === 0;
    part('remains').querySelector('ul').replaceChildren(...left.map(item));
  };
  say('');
  button.hidden = false;
  let asked = false;
  button.onclick = async () => {
    if (asked) return;
    asked = true; // the button stays enabled, so that it keeps the focus
    begins();
    try {
      const { remains: left = [] } = await forget(session);
      button.hidden = true;
      say(FORGOTTEN, left);
    } catch (failure) {
      fails();
      say(notDone('forgotten', failure));
    }
    asked = false;
  };
  dialog.showModal();
}

const item = (left) => Object.assign(document.createElement('li'), { textContent: remains(left) });
