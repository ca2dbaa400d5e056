// Exchanges a key for a cookie, which no script can read.

const form = document.getElementById('login');
const said = document.getElementById('said');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  said.textContent = '';
  try {
    const refused = await signIn(new FormData(form).get('key').trim());
    if (refused) said.textContent = refused;
    else location.reload();
  } catch {
    said.textContent = 'The gateway does not answer. Try again in a moment.';
  }
});

/** Returns why it did not succeed; null if it did. */
async function signIn(key) {
  const answer = await fetch('login', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ key }),
  });
  if (!answer.ok) return (await answer.json().catch(() => ({}))).detail ?? `The gateway answered with ${answer.status}.`;
  const kept = await fetch('v1/models', { cache: 'no-store' });
  return kept.ok ? null : 'The browser did not keep the key: it does so over HTTPS, and at localhost.';
}
