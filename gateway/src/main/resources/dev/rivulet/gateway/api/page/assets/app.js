// Connects the page's events to the conversation and its views.

import { addressOf, currentSession, goToNewSession, grantOf, readsOnly, sessionOf } from './address.js';
import { Announcer } from './announcer.js';
import { ask, cancel, models, pastTurns } from './api.js';
import { Composer } from './composer.js';
import { ConversationList } from './conversation-list.js';
import { Conversation } from './conversation.js';
import { Conversations } from './conversations.js';
import { keepDraft } from './drafts.js';
import { Feed } from './feed.js';
import { keepFocus } from './focus.js';
import { confirmForgetting } from './forget.js';
import { newTurn } from './ids.js';
import { contextOf } from './lineage.js';
import { copy } from './links.js';
import { LogView } from './log-view.js';
import { Notice } from './notice.js';
import { followWhileVisible } from './presence.js';
import { ShareDialog } from './share.js';
import {
  CANNOT_ASK_ANEW, CONNECTION, connectionLost, earlierShown, FORGOTTEN_ELSEWHERE, notDone, NOTHING_TO_STOP, watching,
} from './words.js';

const $ = (id) => document.getElementById(id);

const PAGE = 50; // past turns
const TICK = 250; // milliseconds

const session = currentSession();
const [navigation] = performance.getEntriesByType('navigation');
const conversation = new Conversation(navigation?.type === 'reload' ? 'reloaded' : 'opened');
let readingEarlier = 0; // requests for earlier turns that are under way
const log = new LogView($('turns'), $('latest'));
const announcer = new Announcer($('announcements'));
const notice = new Notice($('notice'));
const composer = new Composer($('composer'), $('editing'), askAnew);
const reads = readsOnly(location.href);
const grant = grantOf(location.href);
const conversations = new Conversations();
const list = new ConversationList($('conversations'), conversations, session, show);

const firstPrompt = () => conversation.turns.find((turn) => turn.prompt !== '')?.prompt;

const sharing = new ShareDialog($('share'), () => ({
  session, reads, grant, title: conversations.name(session) ?? firstPrompt() ?? '', shown: conversation.turns,
}));

function show(changed) {
  log.show(conversation.turns, changed, conversation.memoryBegins);
  $('earlier').hidden = !conversation.more;
  $('welcome').hidden = !conversation.known || conversation.turns.length > 0;
  $('forgotten').textContent = conversation.forgotten ? FORGOTTEN_ELSEWHERE : '';
  $('system').hidden = !conversation.system;
  $('system-text').textContent = conversation.system ?? '';
  $('stop').hidden = !conversation.open;
  const first = firstPrompt();
  if (first) conversations.used(session, first, reads, Date.now(), grant);
  const title = conversations.name(session) ?? first;
  document.title = title ? `${title.slice(0, 60)} · Rivulet` : 'Rivulet';
}

function hear(type, data) {
  if (type === 'watching') $('watching').textContent = watching(data.readers);
  const changed = conversation.apply(type, data, performance.now());
  if (changed === undefined) return;
  if (type === 'forgotten') conversations.remove(session);
  const turn = changed ?? conversation.turns.find(({ id }) => id === data.turnId);
  if (turn) announcer.turn(type, turn);
  if (type === 'delta') changed && log.show(conversation.turns, changed);
  else show(changed);
  // Large answers do not fit into the event.
  if (type === 'session' && conversation.more && data.turns.length < PAGE) earlier();
}

/** Shows turns that ended before the first that is shown. */
async function earlier() {
  const first = conversation.oldest;
  readingEarlier++;
  try {
    conversation.earlier(await pastTurns(session, first?.id));
    log.stay(first);
  } catch (failure) {
    notice.say(failure.message);
  } finally {
    readingEarlier--;
  }
  show();
}

async function showEarlier() {
  if (readingEarlier > 0) return;
  const known = conversation.turns.length;
  await earlier();
  const shown = conversation.turns.length - known;
  if (shown > 0) announcer.say(earlierShown(shown));
  if ($('earlier').hidden) $('turns').focus({ preventScroll: true });
}

function passTime() {
  for (const turn of conversation.passes(performance.now())) {
    log.show(conversation.turns, turn);
    announcer.silence(turn);
  }
}

function connection(state, failure) {
  conversation.connection(state, performance.now());
  document.body.dataset.connection = state;
  $('connection-state').textContent = CONNECTION[state];
  if (state !== 'live') $('watching').textContent = '';
  $('trouble').textContent = state === 'lost' ? connectionLost(failure) : '';
  show();
}

/** Asks a question; `messages`: with those before it, instead of what the session remembers. */
async function send(prompt, messages) {
  const turn = conversation.ask(newTurn(), prompt, messages);
  notice.say('');
  show(turn);
  log.follow();
  try {
    const question = messages ? { messages, ...instructed() } : { prompt, ...composer.options };
    conversation.accepted(turn, await ask(session, turn.id, question));
  } catch (failure) {
    conversation.refused(turn, failure);
    announcer.turn('error', turn);
  }
  show(turn);
}

/** Messages are sent to the model as they are, so the session's system prompt has to be with them. */
const instructed = () => ({ ...(conversation.system && { system: conversation.system }), ...composer.options });

/** Asks a question in the place of another, which stays readable; after the last one if there is none. */
async function askAnew(prompt, replaced) {
  if (!conversation.turns.includes(replaced)) {
    send(prompt);
    return;
  }
  const before = await messagesBefore(replaced);
  if (before) {
    send(prompt, [...before, { role: 'user', content: prompt }]);
  } else {
    composer.edit(replaced, prompt);
    notice.say(CANNOT_ASK_ANEW);
  }
}

async function messagesBefore(turn) {
  for (;;) {
    const known = conversation.turns.length;
    const context = contextOf(turn, conversation.turns);
    if (!context || context.whole || !conversation.more) return context?.messages;
    await earlier();
    if (conversation.turns.length === known) return undefined;
  }
}

async function sendAgain(turn) {
  if (turn.state === 'done' || turn.messages) await askAnew(turn.prompt, turn);
  else send(turn.prompt);
  if (turn.state === 'refused') conversation.drop(turn);
  show();
}

async function listModels() {
  if ($('models').childElementCount > 0) return;
  const names = await models().catch(() => []); // any name can be written
  $('models').replaceChildren(...names.map((value) => Object.assign(document.createElement('option'), { value })));
}

async function stop(turn) {
  notice.say(turn ? '' : NOTHING_TO_STOP);
  if (!turn) return;
  turn.stopping = true;
  show(turn);
  announcer.say('Stopping.');
  try {
    await cancel(session, turn.id);
  } catch (failure) {
    turn.stopping = false;
    notice.say(notDone('stopped', failure));
    show(turn);
  }
}

const DOES = {
  write: () => composer.focus(),
  'take-back': (button) => stop(log.turnOf(button)),
  again: (button) => sendAgain(log.turnOf(button)),
  regenerate: (button) => sendAgain(log.turnOf(button)),
  edit: (button) => composer.edit(log.turnOf(button)),
  'stop-editing': () => composer.stopEditing(),
  replay: async (button) => (await import('./replay.js')).replay(session, log.turnOf(button)),
  'copy-answer': (button) => copy(log.turnOf(button).text, button),
  'copy-code': (button) => copy(button.closest('.code').querySelector('code').textContent, button),
  'copy-link': (button) => copy(button.closest('.row').querySelector('.link').value, button),
  suggest: (button) => send(button.textContent),
  stop: () => stop(conversation.open),
  earlier: showEarlier,
  conversations: () => list.open(),
  share: () => sharing.open(),
  forget: () => confirmForgetting($('forget'), session, {
    begins: () => { conversation.forgetting = true; },
    fails: () => { conversation.forgetting = false; },
  }),
  new: goToNewSessionAndReload,
  close: (button) => button.closest('dialog').close(),
};

/** What a page does that only reads. */
const READS = new Set(['copy-answer', 'replay', 'copy-code', 'copy-link', 'earlier', 'conversations', 'share', 'new', 'close']);

document.addEventListener('click', (event) => {
  const does = event.target.closest?.('button[data-does]')?.dataset.does;
  if (does && (!reads || READS.has(does))) DOES[does](event.target.closest('button'));
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || reads || event.isComposing || document.querySelector('dialog[open]')) return;
  if (!composer.stopEditing()) stop(conversation.open);
});

/** Another conversation is a new page load, so that no state of this one remains. */
function goToNewSessionAndReload() {
  goToNewSession();
  location.reload();
}

for (const change of ['hashchange', 'popstate']) {
  addEventListener(change, () => (sessionOf(location.href) !== session || readsOnly(location.href) !== reads
    || grantOf(location.href) !== grant) && location.reload());
}
$('here').href = addressOf(session, location.href, reads, grant);
document.body.dataset.session = session;
document.body.classList.toggle('reads', reads);
$('reading').hidden = !reads;
$('reading').querySelector('a').href = addressOf(session, location.href);
$('reading').querySelector('a').hidden = grant !== null; // who was given it to read cannot write
keepDraft($('prompt'), session);
$('options').addEventListener('toggle', listModels);
setInterval(passTime, TICK);
followWhileVisible(new Feed(session, { hear, state: connection }));
const writes = !reads && matchMedia('(hover: hover)').matches; // elsewhere a text field opens a keyboard
if (writes) composer.focus();
keepFocus(() => $(writes ? 'prompt' : 'turns'));
if (document.querySelector('meta[name="rivulet-control"]')) import('./panel.js');
if (document.querySelector('meta[name="rivulet-signed-in"]')) import('./sign-out.js');
