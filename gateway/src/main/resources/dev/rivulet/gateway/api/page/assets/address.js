// The session id is in the fragment of the page's URL: a link to the page is a link to the conversation. So is the grant
// of a link that was shared. Browsers send the fragment to nobody.

import { newSession } from './ids.js';

const SESSION = /^[A-Za-z0-9._~-]{1,128}$/;
const GRANT = /^rg\.[A-Za-z0-9_-]{1,4000}$/;
const SHARED = 'shared'; // in the query: tells the gateway that the page needs no key of its own

/** Returns the session id in a URL, or null. */
export function sessionOf(href) {
  const url = new URL(href);
  const named = new URLSearchParams(url.hash.slice(1)).get('s') ?? url.searchParams.get('session');
  return named !== null && isSession(named) ? named : null;
}

export const isSession = (name) => SESSION.test(name);

/** Returns whether a URL asks for a page that only reads. */
export const readsOnly = (href) => new URLSearchParams(new URL(href).hash.slice(1)).has('read');

/** Returns the grant in a URL, or null: the page that was shared uses it in place of a key. */
export function grantOf(href) {
  const grant = new URLSearchParams(new URL(href).hash.slice(1)).get('grant');
  return grant !== null && GRANT.test(grant) ? grant : null;
}

/** Returns the URL of a session; `reads`: of a page that only reads it; `grant`: of one that needs no key. */
export function addressOf(session, href, reads = false, grant = null) {
  const url = new URL(href);
  url.searchParams.delete('session');
  url.searchParams.delete(SHARED);
  if (grant) url.searchParams.set(SHARED, '');
  url.hash = `s=${session}${reads ? '&read' : ''}${grant ? `&grant=${grant}` : ''}`;
  return url.href;
}

/** Returns the session of this page; creates one and puts it into the URL if there is none. */
export function currentSession() {
  const session = sessionOf(location.href) ?? newSession();
  history.replaceState(null, '', addressOf(session, location.href, readsOnly(location.href), grantOf(location.href)));
  return session;
}

/** Opens a new conversation; the browser's back button returns to the previous one. */
export function goToNewSession() {
  history.pushState(null, '', addressOf(newSession(), location.href));
}

/** Returns whether only this machine reaches a host of this name. */
export function isLoopback(host) {
  return /^(.+\.)?localhost\.?$/i.test(host) || /^(127\.\d+\.\d+\.\d+|0\.0\.0\.0)$/.test(host)
    || /^\[(::1?|::ffff:7f[0-9a-f]{2}:[0-9a-f]+)\]$/i.test(host);
}
