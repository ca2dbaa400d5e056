// The resume and fault cases of the Java client (ResumeTest, TurnStreamTest, SessionStreamTest, LifecycleTest), for
// Node and for browsers. A case gets `serve(...responses)`, which returns a scripted gateway.

import {
  delta, done, drop, error, event, events, eventsThenComments, eventsThenSilence, json, noContent, problem, raw,
  silence, silentSocket, started, TIMINGS, TURN,
} from './scripts.mjs';
import { deepEqual, equal, ok, throwsAs } from './check.mjs';

const LATER = ': kafka_unavailable: Kafka does not answer; try again in a moment.\nretry: 5\n\n';

const USAGE = { promptTokens: 1, completionTokens: 2, totalTokens: 3, estimated: true };
const FACTS = { usage: USAGE, timings: TIMINGS };

export const cases = ({ RivuletClient, TurnFailed, ConnectionLost, CursorExpired, RequestRefused }, serve) => {
  /** A client that does not wait for long. */
  const impatient = (servers, more) => new RivuletClient({
    gateways: [servers].flat().map((server) => server.url), maxTries: 4, backoff: { initialMs: 1, maxMs: 5 }, ...more,
  });
  const ask = (servers, options, more) => impatient(servers, more).ask('s', 'hi', options);
  const paths = async (server) => (await server.requests()).map((request) => request.path);
  const cursors = async (server) =>
    (await paths(server)).map((path) => new URLSearchParams(path.split('?')[1]).get('cursor'));
  const read = async (stream) => {
    const seen = [];
    for await (const each of stream) seen.push(each.text ?? (each.restart ? 'restart' : each.type));
    return seen;
  };

  return {
    async 'a lost connection is resumed from the newest event'() {
      const server = await serve(events(started(1), delta(1, 0, 'one ')),
        events(delta(1, 1, 'two '), delta(1, 2, 'three'), done(1, 'stop')));
      equal(await (await ask(server)).text(), 'one two three');
      const [, second] = await server.requests();
      equal(second.method, 'GET');
      equal(second.path, `/v1/sessions/s/turns/${TURN}/events?cursor=d1.0`);
    },

    async 'an empty stream is no end but a gateway to come back to'() {
      const server = await serve(events(started(1), delta(1, 0, 'one ')), events(LATER), events(LATER),
        events(delta(1, 1, 'two'), done(1, 'stop')));
      equal(await (await ask(server)).text(), 'one two');
      const never = await serve(events(LATER), events(LATER), events(LATER), events(LATER));
      await throwsAs(ConnectionLost, async () => (await ask(never, {}, { maxTries: 3 })).text());
      equal((await never.requests()).length, 3, 'an empty stream is a failed try');
    },

    async 'an event that is cut off counts as never sent'() {
      const second = delta(1, 1, 'two');
      for (let cut = 1; cut < second.length; cut += 7) {
        const server = await serve(events(started(1), delta(1, 0, 'one '), second.slice(0, cut)),
          events(second, done(1, 'stop')));
        equal(await (await ask(server)).text(), 'one two');
        deepEqual(await cursors(server), [null, 'd1.0']);
      }
    },

    async 'a prompt whose response is lost is the same turn when it is sent again'() {
      const server = await serve(drop(), problem(503, 'not_confirmed'),
        events(started(1), delta(1, 0, 'once'), done(1, 'stop')));
      equal(await (await ask(server)).text(), 'once');
      const requests = await server.requests();
      deepEqual(requests.map((request) => request.method), ['POST', 'POST', 'POST']);
      equal(new Set(requests.map((request) => request.headers['idempotency-key'])).size, 1);
      ok(requests[0].headers['idempotency-key']);
      deepEqual(JSON.parse(requests[2].body), { prompt: 'hi' });
    },

    async 'each use of a prompt is a turn of its own'() {
      const server = await serve(events(started(1)), events(started(1)));
      const client = impatient(server);
      for (let i = 0; i < 2; i++) (await client.ask('s', 'hi')).close();
      equal(new Set((await server.requests()).map((request) => request.headers['idempotency-key'])).size, 2);
    },

    async 'a turn that is known by its headers only is read from its beginning'() {
      const server = await serve(events(), events(started(1), done(1, 'stop')));
      equal((await (await ask(server)).end()).finishReason, 'stop');
      deepEqual(await paths(server), ['/v1/sessions/s/turns', `/v1/sessions/s/turns/${TURN}/events`]);
    },

    async 'the next gateway goes on where one was lost'() {
      const gone = await serve();
      await gone.close();
      const one = await serve(events(started(1), delta(1, 0, 'one ')));
      const two = await serve(events(delta(1, 1, 'two'), done(1, 'stop')));
      equal(await (await ask([gone, one, two])).text(), 'one two');
      equal((await one.requests()).length, 1);
      deepEqual(await cursors(two), ['d1.0']);
    },

    async 'a gateway that worked is asked first the next time'() {
      const broken = await serve();
      const sound = await serve(events(started(1), done(1, 'stop')), events(started(1), done(1, 'stop')));
      const client = impatient([broken, sound]);
      await (await client.ask('s', 'one')).end();
      await (await client.ask('s', 'two')).end();
      equal((await broken.requests()).length, 1);
      equal((await sound.requests()).length, 2);
    },

    async 'a server\'s wishes about the next try are kept'() {
      const pauses = [];
      const server = await serve(events(started(1), 'retry: 300\n\n'), problem(503, 'x', { 'Retry-After': '1' }),
        problem(429, 'x', { 'Retry-After': 'Sun, 22 Nov 2026 00:00:00 GMT' }), events(done(1, 'stop')));
      const stream = await ask(server, {}, { onRetry: ({ failures, pauseMs }) => pauses.push([failures, pauseMs]) });
      equal((await stream.end()).finishReason, 'stop');
      deepEqual(pauses.map(([failures]) => failures), [1, 2, 3]);
      ok(pauses[0][1] > 250 && pauses[0][1] <= 300, pauses);
      ok(pauses[1][1] > 900 && pauses[1][1] <= 1000, pauses);
      ok(pauses[2][1] <= 5, pauses);
    },

    async 'a gateway that wants to be left alone is not waited for while there is another'() {
      const pauses = [];
      const leaving = await serve(events(started(1), 'retry: 60000\n\n'));
      const other = await serve(drop(), events(done(1, 'stop')));
      const stream = await ask([leaving, other], {}, { onRetry: ({ pauseMs }) => pauses.push(pauseMs) });
      await stream.end();
      equal((await leaving.requests()).length, 1);
      equal((await other.requests()).length, 2);
      ok(pauses.every((pause) => pause <= 5), pauses);
    },

    async 'a connection is given up after so many failures in a row and what came is kept'() {
      const server = await serve(events(started(1)), events(delta(1, 0, 'a')), events(delta(1, 1, 'b')),
        events(delta(1, 2, 'c')), events(delta(1, 3, 'd')), problem(503, 'x'), problem(502, 'x'), problem(500, 'x'));
      const lost = await throwsAs(ConnectionLost, async () => (await ask(server)).end());
      equal(lost.tries, 4);
      equal(lost.partialText, 'abcd');
      deepEqual(lost.bookmark, { session: 's', turnId: TURN, cursor: 'd1.3' });
      equal((await server.requests()).length, 8);
    },

    async 'what keeps failing before it begins is given up too'() {
      const server = await serve();
      const lost = await throwsAs(ConnectionLost, () => ask(server));
      equal(lost.bookmark, null);
      equal((await server.requests()).length, 4);
    },

    async 'a refusal is not repeated and says what is wrong'() {
      const server = await serve(problem(400, 'missing_prompt'));
      const refused = await throwsAs(RequestRefused, () => ask(server));
      deepEqual([refused.status, refused.code, refused.field], [400, 'missing_prompt', 'cursor']);
      equal((await server.requests()).length, 1);
    },

    async 'a stream is read over HTTP where WebSockets are accepted or not, and nothing ever comes on them'() {
      for (const socket of globalThis.WebSocket ? [silentSocket(), silence()] : []) {
        const server = await serve(socket, events(started(1), delta(1, 0, 'over HTTP'), done(1, 'stop')));
        equal(await (await ask(server, {}, { shared: true, webSocketTimeoutMs: 500 })).text(), 'over HTTP');
        deepEqual(await paths(server), ['/ws', '/v1/sessions/s/turns']);
      }
    },

    async 'a connection that says nothing at all is lost'() {
      const server = await serve(eventsThenSilence(started(1), delta(1, 0, 'one ')),
        events(delta(1, 1, 'two'), done(1, 'stop')));
      equal(await (await ask(server, {}, { silenceLimitMs: 1000 })).text(), 'one two');
    },

    async 'comments keep a silent stream alive'() {
      const server = await serve(eventsThenComments(2000, [started(1)], done(1, 'stop')));
      await (await ask(server, {}, { silenceLimitMs: 1500 })).end();
      equal((await server.requests()).length, 1);
    },

    async 'a gateway that does not answer is left for the next'() {
      const mute = await serve(silence());
      const sound = await serve(events(started(1), done(1, 'stop')));
      await (await ask([mute, sound], {}, { responseTimeoutMs: 1000 })).end();
      equal((await mute.requests()).length, 1);
    },

    async 'a stream that its reader leaves waiting for a while is not lost'() {
      const server = await serve(events(started(1), done(1, 'stop')));
      const stream = await ask(server, {}, { responseTimeoutMs: 1000, silenceLimitMs: 1000 });
      await new Promise((later) => setTimeout(later, 1500));
      await stream.end();
      equal((await server.requests()).length, 1);
    },

    async 'what makes no sense is asked for again'() {
      const server = await serve(events(started(1), event('x', 'delta', '{"attempt":1,"se')),
        raw(200, { 'Content-Type': 'text/html' }, '<html>'), events(event('y', 'delta', '{"attempt":1}')),
        events(delta(1, 0, 'sense'), done(1, 'stop')));
      equal(await (await ask(server)).text(), 'sense');
      deepEqual(await cursors(server), [null, 's1', 's1', 's1']);
    },

    async 'a bookmark is resumed elsewhere and a restart after it is shown'() {
      const server = await serve(events(delta(1, 1, 'b'), started(2), delta(2, 0, 'c'), done(2, 'stop')),
        events(started(2), done(2, 'stop')));
      const bookmark = { session: 's', turnId: TURN, cursor: 'd1.0' };
      const client = impatient(server);
      deepEqual(await read(await client.resume(bookmark)), ['b', 'restart', 'c']);
      deepEqual(await read(await client.resume(bookmark)), ['restart']);
    },

    async 'a shape is asked for on every connection'() {
      const server = await serve(events(), events(started(1)), events(done(1, 'stop')));
      const stream = await impatient(server).resume({ session: 's', turnId: 't' },
        { granularity: 'json', from: 'start' });
      await stream.end();
      const path = '/v1/sessions/s/turns/t/events?granularity=json';
      deepEqual(await paths(server), [`${path}&from=start`, `${path}&from=start`, `${path}&cursor=s1`]);
    },

    async 'a restart\'s text is never joined to the old one'() {
      const server = await serve(
        events(started(1), delta(1, 0, 'old'), started(2), delta(2, 0, 'new'), done(2, 'stop')));
      const stream = await ask(server);
      deepEqual(await read(stream), ['started', 'old', 'restart', 'new']);
      equal(stream.textSoFar, 'new');
      equal((await stream.end()).attempt, 2);
    },

    async 'the text of an attempt that continues is joined to the old one'() {
      const continues = { seq: 1, length: 3 };
      const on = event('c', 'started', { attempt: 2, model: 'm', provider: 'p', continues });
      const server = await serve(
        events(started(1), delta(1, 0, 'one'), on, delta(2, 1, ' two'), done(2, 'stop')));
      const stream = await ask(server);
      deepEqual(await read(stream), ['started', 'one', 'started', ' two']);
      equal(stream.textSoFar, 'one two');
    },

    async 'events and fields of a later version are ignored'() {
      const server = await serve(events(started(1), event('l', 'later', {}), delta(1, 0, 'text'), done(1, 'stop')));
      equal(await (await ask(server)).text(), 'text');
    },

    async 'reasoning and tool calls are events and stand beside the text so far'() {
      const parts = [{ type: 'reasoning', at: 0, content: 'hm' },
        { type: 'tool-call', at: 1, index: 0, callId: 'c', name: 'f', arguments: '{' }];
      const server = await serve(events(started(1), event('n', 'snapshot', { attempt: 1, seq: 2, content: 'a', parts }),
        event('t', 'tool-call', { attempt: 1, seq: 3, index: 0, callId: 'c', arguments: '}', complete: true }),
        event('r', 'reasoning', { attempt: 1, seq: 4, content: 'so', signature: 's' }), done(1, 'tool_calls')));
      const seen = [];
      const stream = await ask(server);
      for await (const each of stream) seen.push(each);
      deepEqual(seen.slice(1), [{ type: 'text', attempt: 1, seq: 2, text: 'a', snapshot: true, parts },
        { type: 'tool-call', attempt: 1, seq: 3, index: 0, callId: 'c', arguments: '}', complete: true },
        { type: 'reasoning', attempt: 1, seq: 4, text: 'so', signature: 's' }]);
      equal(stream.textSoFar, 'a');
    },

    async 'the text so far of a turn that runs comes first and items are values'() {
      const server = await serve(events(started(1), event('n', 'snapshot', { attempt: 1, seq: 41, content: 'so far' }),
        event('i', 'item', { attempt: 1, index: 0, item: ['Danube'] }), done(1, 'stop')));
      const seen = [];
      for await (const each of await ask(server)) seen.push(each);
      deepEqual(seen.slice(1), [{ type: 'text', attempt: 1, seq: 41, text: 'so far', snapshot: true },
        { type: 'item', attempt: 1, index: 0, item: ['Danube'] }]);
    },

    async 'done, cancelled and failed are told apart'() {
      const server = await serve(events(started(1), done(1, 'length')), events(started(1), done(1, 'cancelled')),
        events(started(1), delta(1, 0, 'par'), error('rate_limited', { retryAfterMs: 20, ...FACTS })),
        events(error('idle_timeout')));
      const client = impatient(server);
      const end = async () => (await client.ask('s', 'hi')).end();
      const finished = await end();
      deepEqual([finished.type, finished.finishReason, finished.usage.totalTokens], ['done', 'length', 3]);
      equal((await end()).type, 'cancelled');
      const stream = await client.ask('s', 'hi');
      const failed = await throwsAs(TurnFailed, () => read(stream));
      deepEqual([failed.code, failed.retryable, failed.retryAfterMs, failed.partialText],
        ['rate_limited', true, 20, 'par']);
      deepEqual({ usage: failed.usage, timings: failed.timings }, FACTS);
      equal(await throwsAs(TurnFailed, () => stream.end()), failed, 'the same each time');
      equal((await throwsAs(TurnFailed, end)).limit, 'idle');
    },

    async 'an expired cursor is told apart from other refusals'() {
      const server = await serve(events(started(1), delta(1, 0, 'a')), problem(410, 'cursor_expired'),
        events(started(1), event('p', 'problem', { status: 410, code: 'events_expired', title: 'Gone' })));
      const client = impatient(server);
      const expired = await throwsAs(CursorExpired, async () => (await client.ask('s', 'hi')).end());
      equal(expired.partialText, 'a');
      equal((await throwsAs(CursorExpired, async () => (await client.ask('s', 'hi')).end())).code, 'events_expired');
    },

    async 'a bookmark at the end gets the end from the snapshot'() {
      const turn = { sessionId: 's', turnId: TURN, attempt: 1, text: 'whole' };
      const server = await serve(noContent(), json({ ...turn, status: 'done', finishReason: 'cancelled' }),
        noContent(),
        json({ ...turn, status: 'error', ...FACTS, error: { code: 'worker_lost', message: 'why' } }));
      const client = impatient(server);
      const bookmark = { session: 's', turnId: TURN, cursor: 'end' };
      const end = await (await client.resume(bookmark)).end();
      deepEqual([end.type, end.length], ['cancelled', 5]);
      const failed = await throwsAs(TurnFailed, async () => (await client.resume(bookmark)).end());
      equal(failed.code, 'worker_lost');
      deepEqual({ usage: failed.usage, timings: failed.timings }, FACTS);
    },

    async 'leaving the loop or closing ends the reading and never looks like an end'() {
      const server = await serve(eventsThenSilence(started(1)), eventsThenSilence(started(1)));
      const client = impatient(server);
      const left = await client.ask('s', 'hi');
      for await (const each of left) if (each.type === 'started') break;
      equal((await left.end().catch((failure) => failure)).name, 'AbortError');
      const closed = await client.ask('s', 'hi');
      const waiting = closed.end().catch((failure) => failure);
      closed.close();
      equal((await waiting).name, 'AbortError');
    },

    async 'an abort ends a wait for events, for a response and a pause'() {
      const server = await serve(eventsThenSilence(started(1)), silence(), problem(503, 'x', { 'Retry-After': '60' }));
      const reason = new Error('enough');
      const client = impatient(server);
      for (const prompt of ['events', 'response', 'pause']) {
        const stop = new AbortController();
        const before = (await server.requests()).length;
        const waiting = client.ask('s', prompt, { signal: stop.signal }).then((stream) => stream.end())
          .catch((failure) => failure);
        while ((await server.requests()).length === before) await new Promise((soon) => setTimeout(soon, 5));
        stop.abort(reason);
        equal(await waiting, reason);
      }
      await throwsAs(Error, () => client.ask('s', 'hi', { signal: AbortSignal.abort(reason) }));
      equal((await server.requests()).length, 3);
    },

    async 'a session is followed over as many connections as it takes'() {
      const of = (turnId, raw) => raw.replace('data: {', `data: {"turnId":"${turnId}",`);
      const watching = (readers) => `event: watching\ndata: {"readers":${readers}}\n\n`; // it has no id
      const server = await serve(
        events(event('c', 'session', { sessionId: 's', turns: [], queue: [], cursor: 'c' }),
          event('q', 'queued', { turnId: 'b', prompt: 'two' }), event('p', 'prompt', { turnId: 'a', prompt: 'one' }),
          of('a', started(1)), of('a', delta(1, 0, 'A')), watching(2)),
        events(watching(1), of('b', done(0, 'cancelled')), of('a', started(2)), of('a', delta(2, 0, 'B')),
          of('a', error('internal')), event('f', 'forgotten', { requestId: 'r' })));
      const seen = [];
      for await (const each of impatient(server).follow('s')) {
        seen.push([each.type, each.turnId, each.text ?? each.restart ?? each.code ?? each.readers].filter((it) => it !== undefined));
        if (each.type === 'forgotten') break;
      }
      deepEqual(seen, [['session'], ['queued', 'b'], ['prompt', 'a'], ['started', 'a', false], ['text', 'a', 'A'],
        ['watching', 2], ['watching', 1], ['cancelled', 'b'], ['started', 'a', true], ['text', 'a', 'B'], ['error', 'a', 'internal'], ['forgotten']]);
      deepEqual(await paths(server), ['/v1/sessions/s/events', '/v1/sessions/s/events?cursor=d1.0']);
    },

    async 'past turns are read by page, and a call is retried'() {
      const page = (more, ...turns) => json({ sessionId: 's', more, turns: turns.map((turnId) => ({ turnId })) });
      const server = await serve(problem(503, 'x'), page(true, 'c', 'b'), page(false, 'a'));
      const seen = [];
      for await (const { turnId } of impatient(server).history('s', { limit: 2 })) seen.push(turnId);
      deepEqual(seen, ['c', 'b', 'a']);
      deepEqual((await paths(server)).slice(1),
        ['/v1/sessions/s/turns?limit=2', '/v1/sessions/s/turns?before=b&limit=2']);
    },

    async 'a turn is submitted once, cancelled, and a session forgotten'() {
      const server = await serve(drop(), json({ turnId: 't' }), json({}), json({ remains: [] }));
      const client = impatient(server);
      deepEqual(await client.submit('s', { prompt: 'hi', model: 'm' }, { key: 'k' }), { session: 's', turnId: 't' });
      await client.cancel('s', 't');
      deepEqual(await client.forget('s'), { remains: [] });
      const requests = await server.requests();
      deepEqual(requests.map(({ method, path }) => `${method} ${path}`), ['POST /v1/sessions/s/turns',
        'POST /v1/sessions/s/turns', 'DELETE /v1/sessions/s/turns/t', 'DELETE /v1/sessions/s']);
      equal(requests[1].headers['idempotency-key'], 'k');
    },

    async 'what no gateway would take is refused at once'() {
      const client = new RivuletClient({ gateways: 'http://127.0.0.1:1', maxTries: 1 });
      await throwsAs(TypeError, async () => client.ask('a/b', 'hi'));
      await throwsAs(TypeError, async () => client.cancel('s', '../x'));
      await throwsAs(TypeError, async () => new RivuletClient({ gateways: 'ftp://x' }));
      await throwsAs(TypeError, async () => new RivuletClient({ gateways: [] }));
    },
  };
};
