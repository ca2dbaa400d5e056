// In the page: what the conversation makes of events. Answers with what is not as it should be.
const done = arguments[arguments.length - 1];

(async () => {
  const { Conversation } = await import('/assets/conversation.js');
  const { sessionOf, addressOf } = await import('/assets/address.js');
  const { newTurn } = await import('/assets/ids.js');
  const { restart } = await import('/assets/words.js');
  const wrong = [];
  const same = (what, is, should) => {
    if (JSON.stringify(is) !== JSON.stringify(should)) wrong.push(`${what}: ${JSON.stringify(is)}`);
  };
  const of = (...events) => {
    const conversation = new Conversation();
    events.forEach(([type, data], index) => conversation.apply(type, data, index));
    return conversation;
  };
  const delta = (turnId, attempt, content) => ['delta', { turnId, attempt, content }];
  const begun = (turnId, attempt) => ['started', { turnId, attempt, model: 'm' }];
  const texts = (conversation) => conversation.turns.map((turn) => turn.text);

  const restarted = of(['prompt', { turnId: 'a', prompt: 'q' }], begun('a', 1), delta('a', 1, 'old'), begun('a', 2),
    delta('a', 1, 'late'), delta('a', 2, 'new'));
  same('a restart drops what there was, and what comes late', texts(restarted), ['new']);
  same('and is told', restart(restarted.turns[0]).startsWith('The worker was lost at character 3;'), true);

  same('nothing follows an end', texts(of(['prompt', { turnId: 'a', prompt: 'q' }], begun('a', 1), delta('a', 1, 'x'),
    ['done', { turnId: 'a' }], delta('a', 1, 'y'), begun('a', 2))), ['x']);
  same('a snapshot is all text so far', texts(of(['session', { open: { turnId: 'a', prompt: 'q' } }], begun('a', 3),
    ['snapshot', { turnId: 'a', attempt: 3, content: 'so far' }], delta('a', 3, ' and on'))), ['so far and on']);
  const call = (turnId, more) => ['tool-call', { turnId, attempt: 1, index: 0, callId: 'c', ...more }];
  const parts = of(['prompt', { turnId: 'a', prompt: 'q' }], begun('a', 1),
    ['reasoning', { turnId: 'a', attempt: 1, content: 'h' }], ['reasoning', { turnId: 'a', attempt: 1, content: 'm' }],
    delta('a', 1, 'x'), call('a', { name: 'f', arguments: '{' }), call('a', { arguments: '}', complete: true }));
  same('reasoning and calls stand beside the text', parts.turns[0].parts, [{ type: 'reasoning', at: 0, content: 'hm' },
    { type: 'tool-call', at: 1, index: 0, callId: 'c', name: 'f', arguments: '{}', complete: true }]);
  parts.apply(...begun('a', 2), 9);
  same('and are dropped with it', parts.turns[0].parts, []);
  same('a snapshot has those so far', of(['session', { open: { turnId: 'a', prompt: 'q' } }], begun('a', 1),
    ['snapshot', { turnId: 'a', attempt: 1, content: '', parts: [{ type: 'reasoning', at: 0, content: 'h' }] }],
    ['reasoning', { turnId: 'a', attempt: 1, content: 'm' }]).turns[0].parts[0].content, 'hm');

  same('an event of an unknown turn or kind is nothing', texts(of(delta('z', 1, 'x'), ['novel', { turnId: 'z' }])), []);

  const order = of(['prompt', { turnId: 'a', prompt: '1' }], ['queued', { turnId: 'b', prompt: '2' }],
    ['queued', { turnId: 'c', prompt: '3' }], ['done', { turnId: 'a' }], ['prompt', { turnId: 'c', prompt: '3' }]);
  same('turns stand in the order they began', order.turns.map((turn) => turn.prompt), ['1', '3', '2']);

  const mine = new Conversation();
  const turn = mine.ask('mine', 'q');
  mine.apply('prompt', { turnId: 'other', prompt: 'q' }, 0);
  mine.accepted(turn, 'other');
  same('one question under two ids is one turn', mine.turns.map(({ id, own }) => [id, own]), [['other', true]]);

  const again = new Conversation();
  again.ask('unsent', 'q');
  const past = (turnId, prompt, more) => ({ turnId, prompt, status: 'done', attempt: 1, text: prompt.toUpperCase(), ...more });
  again.apply('session', { turns: [past('t2', 'c', { inMemory: true, status: 'error', error: { code: 'internal' } }),
    past('t1', 'a', { system: 'be brief' })], more: true }, 0);
  same('what is not sent yet survives a new beginning', again.turns.map((t) => [t.prompt, t.text, t.state]),
    [['a', 'A', 'done'], ['c', 'C', 'error'], ['q', '', 'sending']]);
  same('the system prompt is the newest', again.system, 'be brief');
  same('where the memory begins', again.memoryBegins.id, 't2');
  same('what comes before', again.oldest.id, 't1');
  again.earlier({ turns: [past('t1', 'a'), past('t0', 'z')] });
  same('earlier turns come first, each once', again.turns.map((t) => t.prompt), ['z', 'a', 'c', 'q']);
  same('and there are no more', again.more, false);
  const unknown = of(['session', { turns: [past('t2', 'c', { inMemory: true }), past('t1', 'a')] }],
    ['prompt', { turnId: 'n', prompt: 'n' }], begun('n', 1), ['done', { turnId: 'n' }]);
  same('after a new answer nobody knows where it begins', unknown.memoryBegins, undefined);

  same('a session in the address', sessionOf(addressOf('s.1~x', 'http://h/?session=old#s=older')), 's.1~x');
  same('what is no session id', [sessionOf('http://h/#s=a/b'), sessionOf('http://h/#s='), sessionOf('http://h/')],
    [null, null, null]);
  same('a turn id', /^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(newTurn(1_700_000_000_000)), true);
  return wrong.join('\n');
})().then(done, (failure) => done(String(failure.stack)));
