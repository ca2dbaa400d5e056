// Generates ids. `crypto.randomUUID` is missing on pages that are served over plain http; `getRandomValues` is not.

const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

/** Returns a session id that cannot be guessed (100 bits): whoever has the link has the conversation. */
export function newSession() {
  return Array.from(random(20), (byte) => ALPHABET[byte % 32]).join('');
}

/** Returns a UUID version 7, so that a repeated prompt is the same turn. */
export function newTurn(now = Date.now()) {
  const bytes = random(16);
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
