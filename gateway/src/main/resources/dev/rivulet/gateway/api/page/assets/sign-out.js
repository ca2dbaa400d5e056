// Has the browser drop the key with which the page is used, in all its tabs.

import { signOut } from './api.js';

const tabs = new BroadcastChannel('rivulet.signed-out');
const leave = () => location.assign('./'); // without a key that is the page that asks for one

tabs.addEventListener('message', leave);

const button = document.getElementById('sign-out');
button.hidden = false;
button.addEventListener('click', async () => {
  button.disabled = true;
  try {
    await signOut();
    tabs.postMessage(null);
    leave();
  } catch (failure) {
    document.getElementById('notice').textContent = `Not signed out: ${failure.message}`;
  } finally {
    button.disabled = false;
  }
});
