// Copies texts.

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
