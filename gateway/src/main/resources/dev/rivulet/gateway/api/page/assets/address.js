// The session id is in the fragment of the page's URL: a link to the page is a link to the conversation.

import { newSession } from './ids.js';

const SESSION = /^[A-Za-z0-9._~-]{1,128}$/;

/** Returns the session id in a URL, or null. */
export function sessionOf(href) {
  const url = new URL(href);
  const named = new URLSearchParams(url.hash.slice(1)).get('s') ?? url.searchParams.get('session');
  return named !== null && isSession(named) ? named : null;
}

export const isSession = (name) => SESSION.test(name);

/** Returns whether a URL asks for a page that only reads. */
export const readsOnly = (href) => new URLSearchParams(new URL(href).hash.slice(1)).has('read');

/** Returns the URL of a session; `reads`: of a page that only reads it. */
export function addressOf(session, href, reads = false) {
  const url = new URL(href);
  url.searchParams.delete('session');
  url.hash = `s=${session}${reads ? '&read' : ''}`;
  return url.href;
}

/** Returns the session of this page; creates one and puts it into the URL if there is none. */
export function currentSession() {
  const session = sessionOf(location.href) ?? newSession();
  history.replaceState(null, '', addressOf(session, location.href, readsOnly(location.href)));
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
