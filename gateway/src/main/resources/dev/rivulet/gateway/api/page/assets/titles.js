// Makes titles and file names of what users and models wrote.

// Line breaks, other control characters, and those that change the direction or are not seen.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i; // names of devices on Windows

/** Returns a text as one line of at most this many characters. */
export function oneLine(text, longest) {
  const line = String(text).slice(0, 20 * longest).replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('').trimEnd()}…`;
}

/** Returns a name that is one file's in any file system, and hidden in none. */
export function fileName(title, ending) {
  const safe = oneLine(title, 60).normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${safe === '' || RESERVED.test(safe) ? 'conversation' : safe}.${ending}`;
}
