import { after, test } from 'node:test';
import * as client from 'rivulet-client';
import { cases } from './cases.mjs';
import { serve } from './scripted-server.mjs';

const servers = [];
const keep = async (...script) => servers[servers.push(await serve(...script)) - 1];

after(() => Promise.all(servers.map((server) => server.close())));
for (const [name, run] of Object.entries(cases(client, keep))) test(name, { timeout: 30_000 }, run);
