// A scripted gateway: one response for each request, in order; after the last it closes connections without one.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const CORS = {
  'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': '*', 'Access-Control-Allow-Headers': '*',
  'Access-Control-Expose-Headers': 'X-Turn-Id, Retry-After',
};

/** Returns `{url, requests, close}`. `requests()` are those so far: method, path, headers, body. */
export async function serve(...script) {
  const requests = [];
  const upgraded = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...CORS, Connection: 'close' }).end();
      return;
    }
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    requests.push({ method: request.method, path: request.url, headers: request.headers, body });
    answer(response, script.shift() ?? {});
  });
  server.on('upgrade', (request, socket) => {
    requests.push({ method: request.method, path: request.url, headers: request.headers, body: '' });
    if (script.shift()?.upgrade) socket.write(handshake(request.headers['sec-websocket-key']));
    upgraded.push(socket.on('error', () => {}));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests: async () => requests,
    async close() {
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Of RFC 6455, 4.2.2. */
function handshake(key) {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
    + `Sec-WebSocket-Accept: ${accept}\r\n\r\n`;
}

function answer(response, { status, headers, body, then, milliseconds, last }) {
  if (status) {
    response.writeHead(status, { ...CORS, ...headers, Connection: 'close' });
    response.write(body);
  }
  if (then === 'comments') {
    const began = Date.now();
    const timer = setInterval(() => {
      response.write(':\n\n');
      if (Date.now() - began < milliseconds) return;
      clearInterval(timer);
      response.end(last);
    }, 50);
    response.on('close', () => clearInterval(timer));
  } else if (then !== 'silence') {
    if (status) response.end();
    else response.socket.destroy();
  }
}
