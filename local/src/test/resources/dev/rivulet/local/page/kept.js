// In the page: what it keeps of conversations, over storages of all kinds. Answers with the first that is not as said.
const done = arguments[arguments.length - 1];

(async () => {
  const { Kept } = await import('/assets/kept.js');
  const { Conversations } = await import('/assets/conversations.js');
  const { keepDraft } = await import('/assets/drafts.js');
  const { fileName, oneLine } = await import('/assets/titles.js');
  const wrong = [];
  const is = (what, actual, expected) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      wrong.push(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
    }
  };
  class Storage {
    entries = new Map();
    room = Infinity;
    get length() { return this.entries.size; }
    key(i) { return [...this.entries.keys()][i] ?? null; }
    getItem(key) { return this.entries.get(key) ?? null; }
    removeItem(key) { this.entries.delete(key); }
    setItem(key, value) {
      if (!this.entries.has(key) && this.entries.size >= this.room) throw new DOMException('', 'QuotaExceededError');
      this.entries.set(key, value);
    }
  }
  const all = ({ v }) => ({ v });
  const values = (kept) => kept.all().map(({ v }) => v);

  const storage = new Storage();
  const kept = new Kept('thing', 3, all, storage);
  for (let v = 1; v <= 4; v++) kept.put(`s${v}`, { v }, v);
  is('the last used are kept', values(kept), [4, 3, 2]);
  kept.put('s2', { v: 22 }, 9);
  is('used again is last used', values(kept), [22, 4, 3]);
  is('and is one entry', storage.length, 3);
  storage.room = 3;
  is('where there is no room the oldest goes', [kept.put('s5', { v: 5 }, 10), values(kept)], [true, [5, 22, 4]]);
  storage.room = 0;
  storage.entries.set('of another program', 'x');
  const full = new Kept('other', 3, all, storage);
  is('a full storage keeps nothing new', [full.put('s', { v: 1 }), values(full), values(kept)], [false, [], [5, 22, 4]]);
  const blocked = new Kept('thing', 3, all, null);
  is('a blocked one is empty', [blocked.put('s', {}), blocked.get('s'), blocked.all(), blocked.remove('s')],
    [false, null, [], undefined]);

  const hostile = new Storage();
  const put = (key, text) => hostile.setItem(`rivulet.1.conversation.${key}`, text);
  const conversations = new Conversations(new Kept('conversation', 5,
    ({ title }) => (typeof title === 'string' ? { title, name: '' } : null), hostile));
  put('broken', '{"title":');
  put('null', 'null');
  put('list', '[1]');
  put('number', '{"title":7}');
  put('a/../b', '{"title":"a name that is none"}');
  put('', '{"title":"no name"}');
  hostile.setItem('rivulet.2.conversation.later', '{"title":"of a later version"}');
  put('ahead', '{"title":"ahead","at":9e15}');
  put('never', '{"title":"never","at":"soon"}');
  is('what cannot be used is passed over', conversations.list().map(({ title }) => title), ['ahead', 'never']);
  is('a time ahead is now', conversations.list()[0].at <= Date.now(), true);
  conversations.used('__proto__', 'proto');
  is('any name of a session is one', conversations.list('PROTO').map(({ session }) => session), ['__proto__']);

  const store = new Conversations(new Kept('conversation', 9,
    ({ title, name }) => ({ title, name }), new Storage()));
  store.used('a', `first\n\u202e${'long '.repeat(99)}`, false, 1);
  store.used('a', 'another', false, 1e6);
  is('the first title stays, on one line', [store.list()[0].title.slice(0, 11), store.list()[0].title.length],
    ['first long ', 80]);
  store.rename('a', '  Über  Flüsse ');
  is('a name', [store.name('a'), store.list('flusse uber').length, store.list('fluss x').length],
    ['Über Flüsse', 1, 0]);
  const removed = store.remove('a');
  is('removed', store.list(), []);
  store.restore(removed);
  is('and back', [store.name('a'), store.list()[0].at], ['Über Flüsse', 1e6]);
  store.rename('unknown', 'x');
  is('an unknown one has no name', store.list().length, 1);

  is('a file name', [fileName('../../etc/passwd\u0000', 'md'), fileName('con', 'md'), fileName('\u202e<>:"|?*', 'json'),
    fileName('.hidden', 'md'), fileName('Ä ü 漢字 🙂', 'md'), fileName('x'.repeat(500), 'md').length],
  ['etc-passwd.md', 'conversation.md', 'conversation.json', 'hidden.md', 'Ä-ü-漢字.md', 62]);
  is('an emoji stays whole', oneLine('👩‍👩‍👧 a', 9), '👩‍👩‍👧 a');

  const form = document.createElement('form');
  const box = form.appendChild(document.createElement('textarea'));
  const drafts = new Kept('draft', 20, ({ text }) => ({ text }), new Storage());
  keepDraft(box, 's', drafts);
  const write = (text) => {
    box.value = text;
    box.dispatchEvent(new Event('input'));
    dispatchEvent(new Event('pagehide'));
    return drafts.get('s')?.text ?? null;
  };
  is('a draft', [write('half a'), write('x'.repeat(50_001)), write('again'), write('  ')],
    ['half a', null, 'again', null]);
  done(wrong.join('\n'));
})().catch((failure) => done(String(failure)));
