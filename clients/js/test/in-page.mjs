// Runs the cases in a page that page-server.mjs has served.

import * as client from '../src/index.js';
import { cases } from './cases.mjs';
import * as killed from './killed.mjs';

const post = async (path, body) => (await fetch(path, { method: 'POST', body: JSON.stringify(body) })).json();

async function serve(...script) {
  const { id, url } = await post('/serve', script);
  return { url, requests: () => post('/requests', { id }), close: () => post('/close', { id }) };
}

/** Returns what failed, `name: why`; and how many ran. */
export async function runCases() {
  const failures = [];
  const all = Object.entries(cases(client, serve));
  for (const [name, run] of all) await run().catch((failure) => failures.push(`${name}: ${failure.stack}`));
  return { ran: all.length, failures };
}

export const survivesKills = (settings, tell) =>
  killed.survivesKills(client, { ...settings, gateways: settings.gateways.split(' '), tell });

/** A tab that follows a session and can ask: `seen` says what it has of the newest turn. */
export async function tab({ gateway, session }, tell) {
  const shared = (name) => {
    seen.workers.push(name);
    return new SharedWorker(new URL('../src/shared-worker.js', import.meta.url), { type: 'module', name });
  };
  const rivulet = new client.RivuletClient({ gateways: gateway, shared });
  const seen = { workers: [], live: false, lost: 0, text: '', seqs: [], end: null };
  Object.assign(globalThis, { seen, ask: (prompt) => rivulet.submit(session, prompt) });
  const onConnection = (state) => {
    seen.live = state === 'live';
    if (!seen.live) seen.lost++;
  };
  for await (const event of rivulet.follow(session, { onConnection })) {
    if (event.type === 'prompt') Object.assign(seen, { text: '', seqs: [], end: null });
    if (event.type === 'text') {
      seen.text += event.text;
      seen.seqs.push(event.seq);
    }
    if (['done', 'cancelled', 'error'].includes(event.type)) seen.end = event.type;
    tell(event.type);
  }
}
