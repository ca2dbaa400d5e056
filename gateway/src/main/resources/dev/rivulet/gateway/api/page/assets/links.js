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
  const region = button.closest('dialog')?.querySelector('[role=status]') ?? document.getElementById('announcements');
  region.textContent = 'Copied.'; // the button's words are not read out
  setTimeout(() => { button.textContent = before; }, 1500);
}

function copySelected(text) {
  const box = Object.assign(document.createElement('textarea'), { value: text, className: 'unseen' });
  const had = document.activeElement;
  (document.querySelector('dialog[open]') ?? document.body).append(box);
  box.select(); // takes the focus
  document.execCommand('copy'); // deprecated, but the only way without https
  box.remove();
  had?.focus({ preventScroll: true });
}
