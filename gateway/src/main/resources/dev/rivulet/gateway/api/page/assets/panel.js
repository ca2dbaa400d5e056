// The panel "Break it" of ./rivulet up --show: kills processes of the system, and shows who writes what where. Asks the
// process that started them, which outlives the gateway of this page.

const POLL = 500; // milliseconds
const LONG = 'Tell me a long story about a river';
const MOST_LINES = 40;

const BUTTONS = [
  ['kill-worker', 'Kill the worker that writes', (worker) => `${worker} was killed with SIGKILL. Kafka’s group misses it after 6 seconds; then the other worker begins again.`],
  ['restart-gateway', 'Restart this gateway', (gateway) => `${gateway} was killed with SIGKILL. It comes back at the same address in some seconds; the answer goes on meanwhile.`],
  ['cut', 'Cut my connection', (gateway) => `All connections of pages to ${gateway} were reset (TCP). The page comes back by itself.`],
  ['stop-kafka', 'Stop Kafka for ten seconds', () => 'Kafka was killed with SIGKILL. What was written is on its disk; nothing is lost, and nothing goes on until it is back.'],
];

const CONNECTION = { live: 'The page is connected again', lost: 'The page lost its connection' };

function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

class Panel {
  #control;
  #facts = element('dl', { className: 'strip' });
  #story = element('div', { className: 'story', tabIndex: 0 });
  #buttons = BUTTONS.map(([action, label]) => element('button', {
    type: 'button', textContent: label, onclick: ({ target }) => target.ariaDisabled === 'true' || this.#break(action),
  }));
  #last = null; // the newest status
  #brokenAt = null; // when something was broken last
  #connection = document.body.dataset.connection;

  constructor(control) {
    this.#control = control;
    this.#story.setAttribute('role', 'log');
    this.#story.setAttribute('aria-label', 'What happened');
    const ask = element('button', { type: 'button', className: 'main', textContent: 'Ask for a long answer', onclick: askForLong });
    const title = element('summary', {}, element('h2', { id: 'panel-title', textContent: 'Break it' }));
    const content = element('div', { className: 'content' },
      element('p', { textContent: 'Two workers, two gateways and Kafka run as processes of this machine. Kill them in the middle of an answer.' }),
      element('div', { className: 'breaks' }, ask, ...this.#buttons), this.#facts, this.#story);
    const panel = element('aside', { id: 'panel', className: 'panel' }, element('details', { open: true }, title, content));
    panel.setAttribute('aria-labelledby', 'panel-title');
    document.querySelector('main').before(panel);
    document.body.classList.add('with-panel');
    new MutationObserver(() => this.#connected()).observe(document.body, { attributeFilter: ['data-connection'] });
    this.#watch();
  }

  async #call(action) {
    const response = await fetch(`${this.#control.content}/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.#control.dataset.secret}` },
      body: JSON.stringify({ session: document.body.dataset.session }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
    return answer;
  }

  async #break(action) {
    try {
      const { killed, cut } = await this.#call(action);
      this.#brokenAt = performance.now();
      this.#say(BUTTONS.find(([name]) => name === action)[2](killed ?? cut), 'broken');
    } catch (failure) {
      this.#say(explained(failure));
    }
  }

  async #watch() {
    for (;;) {
      try {
        this.#show(await this.#call('status'));
      } catch (failure) {
        this.#show(null, explained(failure));
      }
      await new Promise((resume) => { setTimeout(resume, POLL); });
    }
  }

  #show(status, failure) {
    for (const button of this.#buttons) enable(button, status !== null);
    if (status === null) {
      patch(this.#facts, [['', failure, 'down']]);
      return;
    }
    this.#tell(status);
    this.#last = status;
    const { turn } = status;
    enable(this.#buttons[0], turn?.writing === true);
    patch(this.#facts, [
      ...status.processes.map((process) => [process.name, words(process, turn), process.state]),
      ['this page', `at ${status.gateway}`, this.#connection === 'live' ? 'running' : 'down'],
      ['newest record', turn ? `attempt ${turn.attempt}, partition ${turn.partition}, offset ${turn.offset}` : 'none yet', ''],
    ]);
  }

  /** Says what differs from the last status. */
  #tell(status) {
    const before = this.#last;
    if (before === null) return;
    for (const process of status.processes) {
      const was = before.processes.find((other) => other.name === process.name);
      if (was.state !== process.state && process.state === 'starting') this.#say(`${process.name} is started again.`);
      if (was.state !== process.state && process.state === 'running') this.#say(`${process.name} runs again.`);
    }
    const [turn, earlier] = [status.turn, before.turn];
    if (!turn || !earlier || turn.turnId !== earlier.turnId) return;
    if (turn.attempt !== earlier.attempt) {
      this.#say(`${nameOf(status, turn.worker)} writes the answer now, as attempt ${turn.attempt}.`, 'good');
    }
    if (earlier.writing && !turn.writing) this.#say('The answer has its end.', 'good');
  }

  #connected() {
    const state = document.body.dataset.connection;
    const changed = state !== this.#connection && !(this.#connection === 'connecting' && state === 'live');
    this.#connection = state;
    if (changed && CONNECTION[state]) this.#say(`${CONNECTION[state]}.`, state === 'live' ? 'good' : '');
  }

  #say(sentence, kind = '') {
    const since = this.#brokenAt === null ? '' : `${((performance.now() - this.#brokenAt) / 1000).toFixed(1)} s`;
    this.#story.append(element('p', { className: kind },
      element('span', { className: 'at', textContent: since }), element('span', { textContent: sentence })));
    while (this.#story.children.length > MOST_LINES) this.#story.firstChild.remove();
    this.#story.scrollTop = this.#story.scrollHeight;
  }
}

/** A button that can do nothing now keeps the focus. */
function enable(button, enabled) {
  if (button.ariaDisabled !== String(!enabled)) button.ariaDisabled = String(!enabled);
}

const nameOf = (status, worker) => status.processes.find((process) => process.worker === worker)?.name ?? worker;

/** What a process does. */
function words(process, turn) {
  if (process.state === 'down') return `down, starts again in ${Math.ceil((process.startsInMs ?? 0) / 1000)} s`;
  if (process.state === 'starting') return 'starting';
  const parts = [];
  if (process.worker && turn?.writing && turn.worker === process.worker) parts.push('writes the answer');
  if (process.silentMs !== undefined) parts.push(`heartbeat ${(process.silentMs / 1000).toFixed(1)} s ago`);
  return parts.join(', ') || 'runs';
}

const explained = (failure) => (failure instanceof TypeError
  ? './rivulet up --show does not answer: start it again and load this page again.'
  : failure.message);

/** Shows rows of name, text and state, and touches only what differs. */
function patch(list, rows) {
  while (list.children.length > rows.length) list.lastChild.remove();
  while (list.children.length < rows.length) list.append(element('div', {}, element('dt'), element('dd')));
  rows.forEach(([name, text, state], index) => {
    const row = list.children[index];
    if (row.dataset.state !== state) row.dataset.state = state;
    if (row.firstChild.textContent !== name) row.firstChild.textContent = name;
    if (row.lastChild.textContent !== text) row.lastChild.textContent = text;
  });
}

function askForLong() {
  const box = document.getElementById('prompt');
  box.value = LONG;
  box.dispatchEvent(new Event('input'));
  box.form.requestSubmit();
}

new Panel(document.querySelector('meta[name="rivulet-control"]'));
