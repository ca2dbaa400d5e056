// Which streams are read over HTTP although there are WebSockets. Node 20 has none: those here are scripted.

import { after, beforeEach, test } from 'node:test';
import { RivuletClient } from 'rivulet-client';
import { equal, ok } from './check.mjs';
import { serve } from './scripted-server.mjs';
import { delta, done, events, started, TURN } from './scripts.mjs';

const TIMEOUT_MS = 300;
const servers = [];
const all = []; // sockets
after(() => {
  for (const socket of all) socket.onclose?.();
  return Promise.all(servers.map((server) => server.close()));
});

let sockets; // of the test
let script; // what each of them does, the last also those that follow

/** `script`: `hangs` (the handshake has no answer), `silent` (nothing comes), `pongs`, `answers`. */
class ScriptedSocket {
  static OPEN = 1;
  readyState = 0;
  #does = script.length > 1 ? script.shift() : script[0];

  constructor(url, protocols) {
    this.protocols = protocols;
    sockets.push(this);
    all.push(this);
    if (this.#does !== 'hangs') setTimeout(() => this.#open());
  }

  #open() {
    this.readyState = ScriptedSocket.OPEN;
    this.onopen();
  }

  send(text) {
    const frame = JSON.parse(text);
    if (this.#does === 'silent') return;
    if (frame.type === 'ping') this.#receive({ type: 'pong' });
    else if (this.#does === 'answers') this.#answer(frame);
    else setTimeout(() => this.#answer(frame), 2 * TIMEOUT_MS);
  }

  #answer({ id, session }) {
    this.#receive({ type: 'accepted', id, session, turn: TURN });
    const frame = (type, data) => this.#receive({ type, session, turn: TURN, cursor: type, data });
    frame('delta', { attempt: 1, seq: 0, content: 'over a socket' });
    frame('done', { attempt: 1, seq: 1, finishReason: 'stop', length: 13 });
  }

  #receive(frame) {
    setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }));
  }

  close() {
    this.readyState = 3;
  }
}

globalThis.WebSocket = ScriptedSocket;

beforeEach(() => {
  sockets = [];
});

const clientOf = (...does) => clientWith({}, ...does);

async function clientWith(headers, ...does) {
  script = does;
  const answer = () => events(started(1), delta(1, 0, 'over HTTP'), done(1, 'stop'));
  const server = servers[servers.push(await serve(answer(), answer(), answer())) - 1];
  const client = new RivuletClient({
    gateways: server.url, headers, shared: true, webSocketTimeoutMs: TIMEOUT_MS, backoff: { initialMs: 1, maxMs: 2 },
  });
  return async () => (await client.ask('s', 'hi')).text();
}

for (const does of ['hangs', 'silent']) {
  test(`a stream whose WebSocket ${does === 'hangs' ? 'never opens' : 'is silent'} is read over HTTP, and so are the next`, {
    timeout: 20_000,
  }, async () => {
    const ask = await clientOf(does);
    const began = performance.now();
    equal(await ask(), 'over HTTP');
    ok(performance.now() - began >= TIMEOUT_MS - 1, 'it had its time');
    equal(await ask(), 'over HTTP');
    equal(sockets.length, 1, 'the second asks for none');
  });
}

test('a stream that has to wait for its gateway stays on a WebSocket that answers', { timeout: 20_000 }, async () => {
  const ask = await clientOf('pongs');
  equal(await ask(), 'over a socket');
  equal(sockets.length, 1);
});

test('a gateway that had a WebSocket gets another before HTTP', { timeout: 20_000 }, async () => {
  const ask = await clientOf('answers', 'silent', 'answers', 'silent');
  const lostSocket = () => sockets.at(-1).onclose();
  equal(await ask(), 'over a socket');
  lostSocket();
  equal(await ask(), 'over a socket');
  equal(sockets.length, 3, 'the second was silent');
  lostSocket();
  equal(await ask(), 'over HTTP');
  equal(sockets.length, 5, 'two in a row were silent');
});

test('a WebSocket is opened with the key of the headers', { timeout: 20_000 }, async () => {
  const nobody = await clientOf('answers');
  equal(await nobody(), 'over a socket');
  const first = await clientWith({ authorization: 'bearer rg.one' }, 'answers');
  equal(await first(), 'over a socket');
  equal(await first(), 'over a socket');
  const proxied = await clientWith({ Authorization: 'Basic abc' }, 'answers');
  equal(await proxied(), 'over a socket');
  equal(sockets.map(({ protocols }) => protocols.join()).join(' '), ' rivulet,bearer.rg.one ');
});
