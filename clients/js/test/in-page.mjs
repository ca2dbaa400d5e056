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
