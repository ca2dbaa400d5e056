import { test } from 'node:test';
import { SseParser } from '../src/sse.js';
import { deepEqual, equal } from './check.mjs';

const BODY = ': hello\n\nid: 1\nevent: a\ndata: one\ndata:  two\n\r\ndata\r\rid: 2\u0000\r\ndata:three\r\n\r\n'
  + 'retry: 250\nretry: x\nevent: none\n\nid: 3\ndata: \uD83C\uDF0A\n\n' + 'data: cut';
const EVENTS = [{ id: '1', type: 'a', data: 'one\n two' }, { type: 'message', data: '' },
  { type: 'message', data: 'three' }, { id: '3', type: 'message', data: '\uD83C\uDF0A' }];

test('the same events wherever the text is cut', () => {
  for (let first = 0; first <= BODY.length; first++) {
    for (let second = first; second <= BODY.length; second += 5) {
      const parser = new SseParser();
      const pieces = [BODY.slice(0, first), BODY.slice(first, second), BODY.slice(second)];
      deepEqual(pieces.flatMap((piece) => parser.push(piece)), EVENTS, `${first}, ${second}:`);
      equal(parser.retryMs, 250);
    }
  }
});

test('a large event in many pieces takes no time', () => {
  const parser = new SseParser();
  const piece = 'x'.repeat(65_536);
  parser.push('data: ');
  for (let i = 0; i < 128; i++) parser.push(piece);
  equal(parser.push('\n\n')[0].data.length, 128 * 65_536);
});
