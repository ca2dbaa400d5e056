// The session is in the address of the page, behind the #: a link to it is a link to the conversation.

import { newSession } from './ids.js';

const SESSION = /^[A-Za-z0-9._~-]{1,128}$/;

/** The session that an address names, or null. */
export function sessionOf(href) {
  const url = new URL(href);
  const named = new URLSearchParams(url.hash.slice(1)).get('s') ?? url.searchParams.get('session');
  return named !== null && SESSION.test(named) ? named : null;
}

/** The address of a session. */
export function addressOf(session, href) {
  const url = new URL(href);
  url.searchParams.delete('session');
  url.hash = `s=${session}`;
  return url.href;
}

/** The session of this page; a new one, then in the address, if it names none. */
export function currentSession() {
  const session = sessionOf(location.href) ?? newSession();
  history.replaceState(null, '', addressOf(session, location.href));
  return session;
}

/** Goes to a new conversation; the browser's back button leads to the one before. */
export function goToNewSession() {
  history.pushState(null, '', addressOf(newSession(), location.href));
}
