// In the page: which turns replace which, and what a question asked anew is sent with. Answers with what is not so.
const done = arguments[arguments.length - 1];

(async () => {
  const { Conversation } = await import('/assets/conversation.js');
  const { contextOf } = await import('/assets/lineage.js');
  const wrong = [];
  const same = (what, is, should) => {
    if (JSON.stringify(is) !== JSON.stringify(should)) wrong.push(`${what}: ${JSON.stringify(is)}`);
  };
  const user = (content) => ({ role: 'user', content });
  const assistant = (content) => ({ role: 'assistant', content });
  /** Past turns, oldest first: [question, or messages; answer; more]. */
  const past = (...said) => {
    const conversation = new Conversation();
    conversation.apply('session', { turns: said.map(([asked, text, more], index) => ({
      turnId: `t${index}`, ...(typeof asked === 'string' ? { prompt: asked } : { messages: asked }),
      status: 'done', attempt: 1, text, ...more,
    })).reverse() }, 0);
    return conversation;
  };
  const replaced = ({ turns }) => turns.filter((turn) => turn.replaced).map((turn) => turn.prompt);
  const context = (conversation, index) => {
    const found = contextOf(conversation.turns[index], conversation.turns);
    return found && [found.messages.map(({ content }) => content).join(' '), found.whole];
  };
  const system = { role: 'system', content: 'be brief' };

  const plain = past(['q0', 'a0'], ['q1', 'a1'], ['q2', 'a2']);
  same('nothing is replaced', replaced(plain), []);
  same('what comes before', [0, 1, 2].map((index) => context(plain, index)),
    [['', false], ['q0 a0', false], ['q0 a0 q1 a1', false]]);

  const forked = past(['q0', 'a0'], ['q1', 'a1'], ['q2', 'a2'],
    [[system, user('q0'), assistant('a0'), user('q1!')], 'a1!'], ['q3', 'a3']);
  same('what came after the edited question is replaced', replaced(forked), ['q1', 'q2']);
  same('the question is shown', forked.turns[3].prompt, 'q1!');
  same('what comes before the new one and after it', [3, 4].map((index) => context(forked, index)),
    [['q0 a0', true], ['q0 a0 q1! a1!', true]]);
  same('and before the old one', context(forked, 2), ['q0 a0 q1 a1', false]);

  const again = past(['q0', 'a0'], [[user('q0!')], 'a0!'], ['q1', 'a1'],
    [[user('q0!'), assistant('a0!'), user('q1')], 'a1!']);
  same('a fork of a fork', replaced(again), ['q0', 'q1']);
  const back = past(['q0', 'a0'], ['q1', 'a1'], [[user('q0'), assistant('a0'), user('q1!')], 'a1!'], ['q2', 'a2'],
    [[user('q0'), assistant('a0'), user('q1?')], 'a1?']);
  same('a fork replaces an earlier one', replaced(back), ['q1', 'q1!', 'q2']);
  same('which can still be continued', context(back, 3), ['q0 a0 q1! a1!', true]);

  same('a client that sends all messages each time replaces nothing', replaced(past([[user('q0')], 'a0'],
    [[user('q0'), assistant('a0'), user('q1')], 'a1'])), []);
  same('nor one whose messages nobody knows', replaced(past(['q0', 'a0'], [[assistant('else'), user('q1')], 'a1'])),
    []);
  const failed = { status: 'error', error: { code: 'internal' } };
  same('nor a fork that failed', replaced(past(['q0', 'a0'], [[user('q0!')], 'a', failed])), []);
  const live = past(['q0', 'a0']);
  live.ask('mine', 'q0!', [user('q0!')]);
  same('nor one that waits', replaced(live), []);
  live.apply('prompt', { turnId: 'mine', messages: [user('q0!')] }, 1);
  same('but one that runs', replaced(live), ['q0']);

  const cut = past(['q0', 'a0'], ['q1', `a1${'x'.repeat(99)}`], ['q2', 'a2'],
    [[assistant('a1xxx'), user('q2!')], 'a2!', { shortened: true }], ['q3', 'a3']);
  same('of which only the newest messages are known', [replaced(cut), cut.turns[3].shortened], [['q2'], false]);
  same('and is put together from the log', context(cut, 4), [`q0 a0 q1 a1${'x'.repeat(99)} q2! a2!`, false]);
  same('if the log has it', context(past(['long', 'a', { shortened: true }], ['q', 'b']), 1), null);
  same('failed turns are not in it', context(past(['q0', 'part', failed], ['q1', 'a1'], ['q2', 'a2']), 2),
    ['q1 a1', false]);
  const long = past(['q0', 'x'.repeat(20_000)], ['q1', 'y'.repeat(20_000)], ['q2', 'z']);
  same('no more than a session remembers', context(long, 2), [`q1 ${'y'.repeat(20_000)}`, true]);
  const unknown = new Conversation();
  unknown.apply('session', { more: true, turns: [
    { turnId: 'b', messages: [user('1'), assistant('2'), user('3')], status: 'done', text: '4', inMemory: true },
    { turnId: 'a', prompt: '1', text: '2', status: 'done' },
  ] }, 0);
  same('who brings messages has a longer memory than its turn', unknown.memoryBegins, undefined);
  return wrong.join('\n');
})().then(done, (failure) => done(String(failure.stack)));
