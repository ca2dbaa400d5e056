// What a page in a browser needs to run the cases: the modules, an origin of its own, and scripted gateways. The files
// of a folder that is named on the command line are below /npm/. Says its port on the standard output.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { serve } from './scripted-server.mjs';

const ROOT = new URL('../', import.meta.url);
const NPM = process.argv[2] && pathToFileURL(`${process.argv[2]}/`);
const TYPES = { html: 'text/html', js: 'text/javascript', mjs: 'text/javascript' };
const scripted = [];

const routes = {
  async '/serve'(body) {
    const server = await serve(...body);
    return { id: scripted.push(server) - 1, url: server.url };
  },
  '/requests': ({ id }) => scripted[id].requests(),
  '/close': async ({ id }) => {
    await scripted[id].close();
    return {};
  },
};

const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  try {
    if (routes[path]) {
      let body = '';
      for await (const part of request.setEncoding('utf8')) body += part;
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(await routes[path](JSON.parse(body))));
    } else if (path === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><title>rivulet-client</title><link rel="icon" href="data:,">');
    } else {
      const content = await readFile(path.startsWith('/npm/') ? new URL(path.slice(5), NPM) : new URL(`.${path}`, ROOT));
      response.writeHead(200, { 'Content-Type': TYPES[path.split('.').at(-1)] ?? 'text/plain' });
      response.end(content);
    }
  } catch (failure) {
    if (!response.headersSent) response.writeHead(404);
    response.end(String(failure));
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
