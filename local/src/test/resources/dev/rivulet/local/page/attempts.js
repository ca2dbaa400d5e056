// In the page: what it says of workers that are silent or lost. Answers with what is not as it should be.
const done = arguments[arguments.length - 1];

(async () => {
  const { Conversation } = await import('/assets/conversation.js');
  const { figures, timeline } = await import('/assets/timeline.js');
  const {
    askedAt, ending, failureDetails, isEmpty, joined, moment, notDone, remains, restart, silence, waiting,
  } = await import('/assets/words.js');
  const wrong = [];
  const same = (what, is, should) => {
    if (JSON.stringify(is) !== JSON.stringify(should)) wrong.push(`${what}: ${JSON.stringify(is)}`);
  };
  /** A conversation with one open turn, on a clock that a test moves. */
  const begin = () => {
    const conversation = new Conversation();
    const it = { now: 0, conversation, said: [] };
    it.hear = (type, data = {}) => conversation.apply(type, { turnId: 'a', ...data }, it.now);
    it.turn = () => conversation.turns[0];
    it.text = (attempt, content) => it.hear('delta', { attempt, content });
    /** Lets time pass as the page does, and notes what it says. */
    it.pass = (milliseconds, step = 250) => {
      for (const end = it.now + milliseconds; it.now < end;) {
        it.now += step;
        for (const turn of conversation.passes(it.now)) it.said.push(silence(turn) || waiting(turn));
      }
    };
    conversation.connection('live', 0);
    it.hear('prompt', { prompt: 'q' });
    return it;
  };

  const lost = begin();
  lost.hear('started', { attempt: 1 });
  for (let i = 0; i < 10; i++) { lost.pass(250); lost.text(1, 'twelve chars'); }
  lost.pass(750);
  same('a pause is no loss', lost.said, []);
  lost.pass(2500);
  same('a second without a sign is said, then that the worker may be lost', lost.said, ['Nothing new for 1 s.',
    'Nothing new for 2 s.', 'No sign for 3 s. The worker may be lost; then another takes over.']);
  lost.pass(3750);
  lost.hear('started', { attempt: 2 });
  same('the new attempt ends the silence', silence(lost.turn()), '');
  same('and says what happened', restart(lost.turn()),
    'The worker was lost at character 120; another began again after 7.0 s.');
  same('the old text stays', [lost.turn().text, lost.turn().before.length], ['', 120]);
  lost.pass(500);
  for (let i = 0; i < 9; i++) { lost.pass(250); lost.text(2, 'twelve chars'); }
  same('until the new one', [lost.turn().text.length, lost.turn().before.length], [108, 120]);
  lost.pass(250);
  lost.text(2, 'twelve chars');
  same('has passed it', [lost.turn().text.length, lost.turn().before], [120, '']);
  lost.hear('done', { finishReason: 'stop', usage: { completionTokens: 30 },
    timings: { queuedMs: 5, firstTokenMs: 750, totalMs: 12_600 } });
  same('in the end', restart(lost.turn()),
    'The worker was lost at character 120; another began again after 7.0 s. Nothing was lost.');
  same('its times', figures(lost.turn()),
    ['7.0 s until attempt 2', 'first token 750 ms', '13 tokens/s', '12.6 s in all']);
  same('its picture', [...timeline(lost.turn()).children].map((part) => part.getAttribute('class')),
    ['queued', 'waited', 'gone', 'nobody', 'waited', 'flowed']);

  const stopped = begin();
  stopped.hear('started', { attempt: 1 });
  stopped.text(1, 'a longer text');
  stopped.hear('started', { attempt: 2 });
  stopped.text(2, 'a longer');
  stopped.hear('done', { finishReason: 'cancelled', timings: { queuedMs: 1, totalMs: 9000 } });
  same('who stops it while it catches up has less', restart(stopped.turn()).includes('Nothing was lost'), false);

  const slow = begin();
  slow.hear('started', { attempt: 1 });
  slow.text(1, 'x');
  for (let i = 0; i < 8; i++) { slow.pass(1750); slow.text(1, 'x'); slow.text(1, 'sent with it'); }
  same('that a model is slow is said once at most', slow.said, ['Nothing new for 1 s.']);

  const first = begin();
  first.pass(1250);
  first.hear('started', { attempt: 1 });
  first.pass(1250);
  same('what is waited for before the first word', first.said, ['Waiting for a worker for 1 s…',
    'Waiting for the first word for 1 s…']);

  const offline = begin();
  offline.hear('started', { attempt: 1 });
  offline.text(1, 'x');
  offline.conversation.connection('lost', offline.now);
  offline.pass(9000);
  offline.conversation.connection('live', offline.now);
  offline.pass(750);
  same('without a connection nothing is said of workers', offline.said, []);
  offline.pass(9000, 5000);
  same('nor of the time that the page was not running', offline.said, []);
  offline.pass(2000);
  same('but then again', offline.said.at(-1), 'Nothing new for 2 s.');

  const twice = begin();
  twice.hear('started', { attempt: 1 });
  twice.text(1, 'a longer text');
  twice.now = 7000;
  twice.hear('started', { attempt: 2 });
  twice.text(2, 'a');
  twice.now = 15_500;
  twice.hear('started', { attempt: 3 });
  same('two losses', restart(twice.turn()), 'The worker was lost at character 13; another began again after 7.0 s. '
    + 'That one was lost at character 1; another began again after 8.5 s.');
  same('the longest text stays', twice.turn().before, 'a longer text');
  twice.hear('error', { code: 'idle_timeout', timings: { queuedMs: 1, totalMs: 16_000 } });
  same('until the end', [twice.turn().before, restart(twice.turn()).includes('Nothing was lost')], ['', false]);

  const came = (how) => {
    const conversation = new Conversation(how);
    conversation.connection('live', 0);
    conversation.apply('session', { open: { turnId: 'a', prompt: 'q', attempt: 1 } }, 1);
    conversation.apply('started', { turnId: 'a', attempt: 1 }, 1);
    conversation.apply('snapshot', { turnId: 'a', attempt: 1, content: 'so far' }, 1);
    return conversation;
  };
  same('after a reload', joined(came('reloaded').turns[0]), 'Resumed at character 6, nothing lost.');
  same('in the middle', joined(came().turns[0]), 'Joined at character 6; all before it is here.');
  const again = came();
  again.connection('lost', 2);
  again.connection('live', 3);
  again.apply('delta', { turnId: 'a', attempt: 1, content: ' and on' }, 4);
  same('after a lost connection', joined(again.turns[0]), 'Connected again at character 6, nothing lost.');
  again.apply('session', { open: { turnId: 'a', prompt: 'q', attempt: 1 } }, 5);
  again.apply('started', { turnId: 'a', attempt: 1 }, 5);
  again.apply('snapshot', { turnId: 'a', attempt: 1, content: 'so far and on' }, 5);
  same('also if it began anew', joined(again.turns[0]), 'Connected again at character 13, nothing lost.');
  same('who saw it all is told nothing', joined(lost.turn()), '');

  const unsent = begin();
  const mine = unsent.conversation.ask('mine', 'q2');
  same('while it is sent', waiting(mine), 'Sending…');
  for (let i = 0; i < 14; i++) unsent.conversation.passes(unsent.now += 250);
  same('if that takes long', waiting(mine), 'Not sent yet after 3 s. Trying again…');
  unsent.conversation.connection('lost', unsent.now);
  same('without a connection', [waiting(mine), waiting(unsent.conversation.ask('other', 'q3'))],
    Array(2).fill('Not sent yet: the gateway cannot be reached. Trying again…'));
  same('why nothing was stopped', [notDone('stopped', { status: 0, message: 'The gateway cannot be reached.' }),
    notDone('forgotten', { status: 503, message: 'Kafka does not answer.' })],
  ['Not stopped. The gateway cannot be reached. The answer goes on.',
    'Not forgotten: the gateway cannot do it now. Kafka does not answer. Try again in a moment.']);
  same('what remains', [remains({ topic: 't', until: null }), remains({ topic: 't', until: 'never' })],
    Array(2).fill('t: until Kafka compacts it'));

  const gone = begin();
  gone.conversation.apply('forgotten', { requestId: 'r' }, 1);
  same('others are told that it was forgotten', [gone.conversation.forgotten, gone.conversation.turns], [true, []]);
  gone.conversation.apply('prompt', { turnId: 'b', prompt: 'new' }, 2);
  same('until something is asked', gone.conversation.forgotten, false);
  gone.conversation.forgetting = true;
  gone.conversation.apply('forgotten', { requestId: 'r' }, 3);
  same('who forgot it is not', gone.conversation.forgotten, false);

  const answered = (text, finishReason = 'stop') => ({ state: 'done', text, finishReason });
  for (const blank of ['', ' \n\t', '\u00a0\u200b\ufeff\u2060', '\u2800\u3164', '\u0007']) {
    same(`an empty answer ${escape(blank)}`, [ending(answered(blank)), isEmpty(answered(blank))],
      ['The model answered with nothing.', true]);
  }
  same('cut to nothing', ending(answered(' ', 'length')), 'Cut at the longest answer allowed, before its first word.');
  same('what is an answer', ['.', '0', '-', '\ud83d\ude00'].map((text) => isEmpty(answered(text))),
    Array(4).fill(false));
  same('stopped by somebody', isEmpty(answered('', 'cancelled')), false);
  same('what is folded of a failure', failureDetails({ id: 't', attempt: 2,
    error: { code: 'rate_limited', message: 'Too many.', retryAfterMs: 20_000 } }),
  'rate_limited · attempt 2 · turn t · the provider says to wait 20.0 s · Too many.');
  same('of one that was not sent', failureDetails({ id: 't', attempt: 0,
    error: { code: 'kafka_unavailable', status: 503, message: 'Kafka does not answer.' } }),
  'kafka_unavailable · HTTP 503 · turn t');
  same('when it was asked', askedAt({ id: '018bcfe5-6800-7000-8000-000000000000' }).getTime(), 1_700_000_000_000);
  same('an id without a time', Number.isNaN(askedAt({ id: 'zz' }).getTime()), true);
  const noon = new Date(2026, 10, 30, 12, 5);
  same('a moment of today and of another day', [moment(noon, noon).length < moment(noon, new Date(2026, 11, 1)).length,
    moment(noon, new Date(2026, 11, 1)).includes('2026')], [true, true]);

  const past = new Conversation();
  past.apply('session', { turns: [{ turnId: 'p', prompt: 'q', status: 'done', attempt: 2, text: 'x',
    timings: { queuedMs: 1, firstTokenMs: 2, totalMs: 9000 } }] }, 0);
  same('of a past turn it says what is known', [restart(past.turns[0]), figures(past.turns[0])], [
    'Its worker was lost or stopped, and another took over. This is attempt 2. Nothing was lost.',
    ['first token 2 ms', '9.0 s in all']]);
  return wrong.join('\n');
})().then(done, (failure) => done(String(failure.stack)));
