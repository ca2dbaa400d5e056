// A transport of the AI SDK (npm `ai`, version 7 or later) over a RivuletClient.

import { RivuletError, TurnFailed } from './errors.js';

/**
 * For `useChat`: the chat's id is the session's. An answer goes on by itself when its gateway is lost; a page that is
 * loaded anew gives `load`'s messages to `useChat`, whose `resume` then reads the rest of the answer under way.
 */
export class RivuletChatTransport {
  resumeStreamIsReplay = true; // what reconnectToStream returns begins at the beginning of the answer
  #client;
  #options;
  #turns = new Map(); // by chat: the turn that is under way as far as this page knows; null if none is

  /** `options` are fields of each turn, such as `model`, and `throttle` or `granularity`. */
  constructor(client, options = {}) {
    this.#client = client;
    this.#options = { whenBusy: 'interrupt', ...options };
  }

  /**
   * Returns the messages of a chat, for `useChat`: its newest past turns, and the question whose answer is under way.
   * With `signal`; `limit` is the most turns.
   */
  async load(chatId, { signal, limit = 50 } = {}) {
    const { open, queue, turns, more } = await this.#settled(chatId, signal);
    const past = [...turns];
    let older = more && past.length < limit;
    while (older) {
      const before = past.at(-1)?.turnId;
      const page = await this.#client.turns(chatId, { before, limit: limit - past.length, signal });
      past.push(...page.turns);
      older = page.more && past.length < limit && page.turns.length > 0;
    }
    const asked = [open, ...queue].filter(Boolean);
    this.#turns.set(chatId, asked.at(-1)?.turnId ?? null);
    return messagesOf(chatId, past.slice(0, limit).reverse(), asked);
  }

  /** Submits the last message, or the whole conversation if it was edited or is to be answered anew. */
  async sendMessages({ trigger, chatId, messageId, messages, abortSignal, body }) {
    const { throttle, granularity, ...turn } = { ...this.#options, ...body };
    const whole = trigger === 'regenerate-message' || messageId !== undefined;
    const asked = whole
      ? { messages: messages.map(messageOf).filter(hasText) }
      : { prompt: messageOf(messages.at(-1)).content };
    const reading = { signal: abortSignal, throttle, granularity };
    const stream = await this.#client.ask(chatId, { ...turn, ...asked }, reading);
    this.#turns.set(chatId, stream.turnId);
    return this.#parts(chatId, stream);
  }

  /** Returns the answer under way, from its beginning; null if there is none. */
  async reconnectToStream({ chatId, abortSignal }) {
    if (!this.#turns.has(chatId)) this.#turns.set(chatId, (await this.#client.session(chatId)).open?.turnId ?? null);
    const turnId = this.#turns.get(chatId);
    if (turnId === null) return null;
    const { throttle, granularity } = this.#options;
    const reading = { signal: abortSignal, throttle, granularity };
    const stream = await this.#client.resume({ session: chatId, turnId }, reading);
    return this.#parts(chatId, stream);
  }

  /** Cancels the answer under way, for all readers. `stop()` of useChat only stops reading. */
  async cancel(chatId) {
    const turnId = this.#turns.get(chatId);
    if (turnId) await this.#client.cancel(chatId, turnId);
  }

  /** The session when no turn waits: a new message interrupts the running answer, which then has ended in a moment. */
  async #settled(chatId, signal) {
    for (let tries = 0; ; tries++) {
      const state = await this.#client.session(chatId, { signal });
      if (!(state.queue?.length > 0 && state.open) || tries === 3) return { queue: [], ...state };
      const limit = AbortSignal.timeout(5_000);
      await this.#client.resume({ session: chatId, turnId: state.open.turnId }, { signal: limit })
        .then((stream) => stream.end()).catch(() => signal?.throwIfAborted());
    }
  }

  #parts(chatId, stream) {
    const parts = uiParts(chatId, stream, () => {
      if (this.#turns.get(chatId) === stream.turnId) this.#turns.set(chatId, null);
    });
    return new ReadableStream({
      async pull(controller) {
        try {
          const { value, done } = await parts.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (failure) {
          controller.error(failure);
        }
      },
      cancel: () => stream.close(),
    }, { highWaterMark: 0 });
  }
}

/** The parts of a UI message stream, as the gateway's own `/api/chat` sends them. */
async function* uiParts(sessionId, stream, ended) {
  const { turnId } = stream;
  let text; // the id of the open text part
  let step = false;
  const endText = function* () {
    if (text !== undefined) yield { type: 'text-end', id: text };
    text = undefined;
  };
  yield { type: 'start', messageId: turnId, messageMetadata: { sessionId, turnId } };
  try {
    for await (const event of stream) {
      if (event.type === 'started') {
        if (event.restart) {
          text = undefined;
          yield { type: 'reset-step' };
        } else if (!step) {
          yield { type: 'start-step' };
        }
        step = true;
        const { attempt, model, provider } = event;
        yield { type: 'message-metadata', messageMetadata: { attempt, model, provider } };
      } else {
        if (text === undefined) {
          text = `text-${event.attempt}`;
          yield { type: 'text-start', id: text };
        }
        yield { type: 'text-delta', id: text, delta: event.text ?? JSON.stringify(event.item) };
      }
    }
    const { type, finishReason, usage, timings } = await stream.end();
    ended();
    yield* endText();
    if (step) yield { type: 'finish-step' };
    const messageMetadata = { finishReason, usage, timings };
    if (type === 'cancelled') {
      yield { type: 'message-metadata', messageMetadata };
      yield { type: 'abort', reason: 'cancelled' };
    } else {
      yield { type: 'finish', finishReason: FINISH_REASONS[finishReason] ?? 'other', messageMetadata };
    }
  } catch (failure) {
    if (!(failure instanceof RivuletError)) throw failure;
    if (failure instanceof TurnFailed) ended();
    yield* endText();
    const { code = 'connection_lost', retryable = true, retryAfterMs, timings } = failure;
    yield { type: 'message-metadata', messageMetadata: { timings, error: { code, retryable, retryAfterMs } } };
    yield { type: 'error', errorText: failure.message };
  }
}

/** The finish reasons that the SDK knows. */
const FINISH_REASONS = {
  stop: 'stop', length: 'length', content_filter: 'content-filter', tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

function messageOf({ role, parts }, index) {
  const other = parts.find(({ type }) => type !== 'text' && type !== 'step-start');
  if (other) throw new TypeError(`Only text can be sent, but message ${index ?? 'at the end'} has a ${other.type}.`);
  return { role, content: parts.map(({ text }) => text ?? '').join('') };
}

/** Of an answer that failed before its first text there is nothing to send. */
const hasText = ({ role, content }) => role !== 'assistant' || content !== '';

/** The messages of turns, oldest first. A turn that brought its own messages replaced what had been said before. */
function messagesOf(sessionId, past, asked) {
  let said = [];
  for (const turn of [...past, ...asked]) {
    const { turnId, prompt, messages, shortened } = turn;
    if (messages && !shortened) {
      said = messages.slice(0, -1).map(({ role, content }, index) => uiMessage(`${turnId}-${index}`, role, content));
    }
    said.push(uiMessage(`${turnId}-question`, 'user', prompt ?? messages?.at(-1)?.content ?? ''));
    if (turn.status) said.push(answerOf({ sessionId, ...turn }));
  }
  return said;
}

/** The same as what a page has that read the answer as it was made. */
function answerOf({ sessionId, turnId, text, attempt, model, provider, finishReason, usage, timings, error }) {
  const { code, retryable, retryAfterMs } = error ?? {};
  const parts = [attempt > 0 && { type: 'step-start' }, text && { type: 'text', text, state: 'done' }].filter(Boolean);
  const metadata = withoutUndefined({
    sessionId, turnId, attempt: attempt || undefined, model, provider, finishReason, usage, timings,
    error: error && withoutUndefined({ code, retryable, retryAfterMs }),
  });
  return { id: turnId, role: 'assistant', parts, metadata };
}

const uiMessage = (id, role, text) => ({ id, role, parts: [{ type: 'text', text }] });
const withoutUndefined = (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
