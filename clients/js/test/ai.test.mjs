import { after, test } from 'node:test';
import { RivuletClient } from 'rivulet-client';
import { RivuletChatTransport } from 'rivulet-client/ai';
import { deepEqual, equal, throwsAs } from './check.mjs';
import { serve } from './scripted-server.mjs';
import { delta, done, drop, error, event, events, json, problem, started, TIMINGS, TURN } from './scripts.mjs';

const servers = [];
after(() => Promise.all(servers.map((server) => server.close())));

const user = (text) => ({ id: 'u', role: 'user', parts: [{ type: 'text', text }] });
const answer = (text) => ({ id: 'a', role: 'assistant', parts: [{ type: 'step-start' }, { type: 'text', text }] });
const texts = (messages) =>
  messages.map(({ role, parts }) => `${role}: ${parts.map(({ text }) => text ?? '').join('')}`);

async function over(...script) {
  const server = servers[servers.push(await serve(...script)) - 1];
  const client = new RivuletClient({ gateways: server.url, maxTries: 4, backoff: { initialMs: 1, maxMs: 2 } });
  return { server, transport: new RivuletChatTransport(client) };
}

const send = (transport, messages, more) =>
  transport.sendMessages({ trigger: 'submit-message', chatId: 's', messageId: undefined, messages, ...more });

async function parts(stream) {
  const all = [];
  for await (const part of stream) all.push(part);
  return all;
}

const short = (all) => all.map(({ type, delta: text, finishReason }) => text ?? finishReason ?? type);

test('an answer goes on by itself over lost connections', async () => {
  const { transport, server } = await over(events(started(1), delta(1, 0, 'one ')), drop(), problem(503, 'x'),
    events(delta(1, 1, 'two'), done(1, 'stop')));
  const all = await parts(await send(transport, [user('hi')]));
  deepEqual(short(all), ['start', 'start-step', 'message-metadata', 'text-start', 'one ', 'two', 'text-end',
    'finish-step', 'stop']);
  equal(all[0].messageId, TURN);
  deepEqual(JSON.parse((await server.requests())[0].body), { whenBusy: 'interrupt', prompt: 'hi' });
  equal(await transport.reconnectToStream({ chatId: 's' }), null, 'what has ended is not read again');
});

test('the text before a restart is taken back', async () => {
  const { transport } = await over(
    events(started(1), delta(1, 0, 'old'), started(2), delta(2, 0, 'new'), done(2, 'x')));
  deepEqual(short(await parts(await send(transport, [user('hi')]))), ['start', 'start-step', 'message-metadata',
    'text-start', 'old', 'reset-step', 'message-metadata', 'text-start', 'new', 'text-end', 'finish-step', 'other']);
});

test('reasoning and tool calls are parts, and a call goes on in the middle of its arguments', async () => {
  const call = (seq, more) => event('t', 'tool-call', { attempt: 1, seq, index: 0, callId: 'c', ...more });
  const { transport } = await over(events(started(1), event('r', 'reasoning', { attempt: 1, seq: 0, content: 'hm' }),
    event('r', 'reasoning', { attempt: 1, seq: 1, content: '', signature: 's' }), delta(1, 2, 'a'),
    call(3, { name: 'f', arguments: '{"a"' }), drop()), events(call(4, { arguments: ':1}' }),
    call(5, { arguments: '', complete: true }), done(1, 'tool_calls')));
  const all = await parts(await send(transport, [user('hi')]));
  deepEqual(short(all), ['start', 'start-step', 'message-metadata', 'reasoning-start', 'hm', 'reasoning-end',
    'text-start', 'a', 'text-end', 'tool-input-start', 'tool-input-delta', 'tool-input-delta', 'tool-input-available',
    'finish-step', 'tool-calls']);
  deepEqual(all[5].providerMetadata, { rivulet: { signature: 's' } });
  deepEqual(all[12], { type: 'tool-input-available', toolCallId: 'c', toolName: 'f', input: { a: 1 } });
});

test('a loaded chat has the reasoning and the calls of its answers, and reasoning is not sent back', async () => {
  const { transport, server } = await over(json({ sessionId: 's', queue: [], more: false, turns: [{ turnId: 'a',
    prompt: 'one', status: 'done', attempt: 1, text: 'xy', parts: [{ type: 'reasoning', at: 0, content: 'hm' },
      { type: 'tool-call', at: 1, index: 0, callId: 'c', name: 'f', arguments: '{}', complete: true },
      { type: 'tool-call', at: 2, index: 1, callId: 'd', name: 'g', arguments: '{' }] }] }), events(done(1, 'stop')));
  const [question, said] = await transport.load('s');
  deepEqual(said.parts, [{ type: 'step-start' }, { type: 'reasoning', text: 'hm', state: 'done' },
    { type: 'text', text: 'x', state: 'done' },
    { type: 'tool-f', toolCallId: 'c', state: 'input-available', input: {} },
    { type: 'text', text: 'y', state: 'done' }, { type: 'tool-g', toolCallId: 'd', state: 'input-streaming' }]);
  said.parts = said.parts.filter(({ type }) => !type.startsWith('tool-'));
  await send(transport, [question, said, user('two')], { trigger: 'regenerate-message', messageId: 'a' });
  deepEqual(JSON.parse((await server.requests())[1].body).messages[1], { role: 'assistant', content: 'xy' });
});

test('a failed, a cancelled and a lost answer are told apart', async () => {
  const { transport } = await over(events(started(1), delta(1, 0, 'par'), error('rate_limited', { retryAfterMs: 5, timings: TIMINGS })),
    events(started(1), delta(1, 0, 'par'), done(1, 'cancelled')), events(started(1)));
  const failed = await parts(await send(transport, [user('hi')]));
  equal(failed.at(-1).errorText, 'rate_limited: why');
  deepEqual(failed.at(-2).messageMetadata,
    { timings: TIMINGS, error: { code: 'rate_limited', retryable: true, retryAfterMs: 5 } });
  equal((await parts(await send(transport, [user('hi')]))).at(-1).type, 'abort');
  const lost = await parts(await send(transport, [user('hi')]));
  deepEqual([lost.at(-2).messageMetadata.error.code, lost.at(-1).type], ['connection_lost', 'error']);
  equal((await throwsAs(Error, () => transport.reconnectToStream({ chatId: 's' }))).name, 'ConnectionLost');
});

test('an edited conversation is sent whole, an empty answer left out, and other parts are refused', async () => {
  const { transport, server } = await over(events(started(1), done(1, 'stop')));
  const messages = [user('one'), answer(''), user('two'), answer('2'), user('three')];
  await send(transport, messages, { trigger: 'regenerate-message', messageId: 'a' });
  deepEqual(JSON.parse((await server.requests())[0].body).messages, [{ role: 'user', content: 'one' },
    { role: 'user', content: 'two' }, { role: 'assistant', content: '2' }, { role: 'user', content: 'three' }]);
  const file = { id: 'u', role: 'user', parts: [{ type: 'file', url: 'data:,' }] };
  await throwsAs(TypeError, () => send(transport, [file]));
});

test('a loaded chat has what was said, and the answer under way is read although it has ended meanwhile', async () => {
  const past = (turnId, prompt, text, more) => ({ turnId, prompt, text, status: 'done', attempt: 1, ...more });
  const { transport } = await over(
    json({ sessionId: 's', more: true,
      turns: [past('b', 'two', '', { status: 'error', attempt: 0, timings: TIMINGS, error: { code: 'x' } })],
      open: { turnId: 'c', prompt: 'three', attempt: 1 }, queue: [] }),
    json({ turns: [past('a', 'one', '1')], more: false }),
    events(started(1), event('x', 'snapshot', { attempt: 1, seq: 3, content: 'whole' }), done(1, 'stop')));
  const messages = await transport.load('s');
  deepEqual(texts(messages), ['user: one', 'assistant: 1', 'user: two', 'assistant: ', 'user: three']);
  deepEqual(messages[3].metadata, { sessionId: 's', turnId: 'b', timings: TIMINGS, error: { code: 'x' } });
  deepEqual(short(await parts(await transport.reconnectToStream({ chatId: 's' }))).slice(-4),
    ['whole', 'text-end', 'finish-step', 'stop']);
  equal(await transport.reconnectToStream({ chatId: 's' }), null);
});

test('a conversation that was replaced is loaded as it was left, unless it is there in part only', async () => {
  const messages = [{ role: 'user', content: 'edited' }, { role: 'assistant', content: '1' },
    { role: 'user', content: 'two' }];
  const turns = (shortened) => json({ sessionId: 's', queue: [], more: false, turns: [
    { turnId: 'b', messages, shortened, status: 'done', attempt: 1, text: '2' },
    { turnId: 'a', prompt: 'one', status: 'done', attempt: 1, text: '1' }] });
  const { transport } = await over(turns(undefined), turns(true));
  deepEqual(texts(await transport.load('s')), ['user: edited', 'assistant: 1', 'user: two', 'assistant: 2']);
  deepEqual(texts(await transport.load('s')), ['user: one', 'assistant: 1', 'user: two', 'assistant: 2']);
});

test('a chat whose running answer is being interrupted is loaded when that has ended', async () => {
  const state = (turns, open, ...queue) => json({ sessionId: 's', turns, open, queue });
  const [one, two] = [{ turnId: 'a', prompt: 'one' }, { turnId: 'b', prompt: 'two' }];
  const { transport, server } = await over(state([], one, two), events(started(1), done(1, 'cancelled')),
    state([{ ...one, status: 'done', attempt: 1, text: '1' }], two));
  deepEqual(texts(await transport.load('s')), ['user: one', 'assistant: 1', 'user: two']);
  equal((await server.requests()).length, 3);
});
