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
  const answer = new UiAnswer();
  let step = false;
  yield { type: 'start', messageId: turnId, messageMetadata: { sessionId, turnId } };
  try {
    for await (const event of stream) {
      if (event.type === 'started') {
        if (event.restart) {
          answer.reset();
          yield { type: 'reset-step' };
        } else if (!step) {
          yield { type: 'start-step' };
        }
        step = true;
        const { attempt, model, provider } = event;
        yield { type: 'message-metadata', messageMetadata: { attempt, model, provider } };
      } else {
        for (const piece of piecesOf(event)) yield* answer.parts(piece);
      }
    }
    const { type, finishReason, usage, timings } = await stream.end();
    ended();
    yield* answer.end();
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
    yield* answer.end();
    const { code = 'connection_lost', retryable = true, retryAfterMs, timings } = failure;
    yield { type: 'message-metadata', messageMetadata: { timings, error: { code, retryable, retryAfterMs } } };
    yield { type: 'error', errorText: failure.message };
  }
}

/** The same as pieces, if it is all that was said before the reader joined. */
function* piecesOf(event) {
  const { attempt, text, parts } = event;
  if (!parts) {
    yield event;
    return;
  }
  let from = 0;
  for (const part of parts) {
    if (part.at > from) yield { type: 'text', attempt, text: text.slice(from, part.at) };
    from = Math.max(from, part.at);
    if (part.type === 'reasoning') yield { ...part, attempt, text: part.content };
    if (part.type === 'tool-call') yield { ...part, attempt };
  }
  if (text.length > from) yield { type: 'text', attempt, text: text.slice(from) };
}

/** What an answer says, as parts that begin and end. */
class UiAnswer {
  #open; // { type, id } of the open part of text or reasoning
  #calls = new Map(); // that are not complete, by index

  * parts(piece) {
    switch (piece.type) {
      case 'tool-call':
        yield* this.#call(piece);
        break;
      case 'reasoning':
        if (piece.text) yield* this.#delta('reasoning', piece.attempt, piece.text);
        if (piece.signature) yield* this.#signed(piece);
        break;
      default: // text, or an item
        yield* this.#delta('text', piece.attempt, piece.text ?? JSON.stringify(piece.item));
    }
  }

  * #delta(type, attempt, delta) {
    yield* this.#begin(type, attempt);
    if (delta) yield { type: `${type}-delta`, id: this.#open.id, delta };
  }

  * #begin(type, attempt) {
    if (this.#open?.type === type) return;
    yield* this.end();
    this.#open = { type, id: `${type}-${attempt}` };
    yield { type: `${type}-start`, id: this.#open.id };
  }

  * #signed({ attempt, signature }) {
    yield* this.#begin('reasoning', attempt);
    const { id } = this.#open;
    this.#open = undefined;
    yield { type: 'reasoning-end', id, providerMetadata: { rivulet: { signature } } };
  }

  * #call({ index, callId, name, arguments: text, complete }) {
    yield* this.end();
    if (name !== undefined) {
      this.#calls.set(index, { toolCallId: callId, toolName: name, text: '' });
      yield { type: 'tool-input-start', toolCallId: callId, toolName: name };
    }
    const call = this.#calls.get(index);
    if (!call) return; // another writer's: it has no beginning
    call.text += text;
    if (text) yield { type: 'tool-input-delta', toolCallId: call.toolCallId, inputTextDelta: text };
    if (complete) {
      this.#calls.delete(index);
      yield inputOf(call);
    }
  }

  * end() {
    if (this.#open) yield { type: `${this.#open.type}-end`, id: this.#open.id };
    this.#open = undefined;
  }

  reset() {
    this.#open = undefined;
    this.#calls.clear();
  }
}

/** Some models write nothing for a tool without parameters. */
function inputOf({ toolCallId, toolName, text }) {
  try {
    return { type: 'tool-input-available', toolCallId, toolName, input: text.trim() ? JSON.parse(text) : {} };
  } catch {
    const errorText = 'The arguments of the call are not JSON.';
    return { type: 'tool-input-error', toolCallId, toolName, input: text, errorText };
  }
}

/** The finish reasons that the SDK knows. */
const FINISH_REASONS = {
  stop: 'stop', length: 'length', content_filter: 'content-filter', tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

function messageOf({ role, parts }, index) {
  const other = parts.find(({ type }) => !['text', 'step-start', 'reasoning'].includes(type));
  if (other) throw new TypeError(`Only text can be sent, but message ${index ?? 'at the end'} has a ${other.type}.`);
  return { role, content: parts.map(({ type, text }) => (type === 'text' ? text : '')).join('') };
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
function answerOf(turn) {
  const { sessionId, turnId, attempt, model, provider, finishReason, usage, timings, error } = turn;
  const { code, retryable, retryAfterMs } = error ?? {};
  const said = [...piecesOf({ ...turn, parts: turn.parts ?? [] })].map(partOf);
  const parts = attempt > 0 ? [{ type: 'step-start' }, ...said] : said;
  const metadata = withoutUndefined({
    sessionId, turnId, attempt: attempt || undefined, model, provider, finishReason, usage, timings,
    error: error && withoutUndefined({ code, retryable, retryAfterMs }),
  });
  return { id: turnId, role: 'assistant', parts, metadata };
}

/** A part of a message, as the SDK has it when all of its deltas have come. */
function partOf({ type, text, name, callId: toolCallId, arguments: input, complete }) {
  if (type !== 'tool-call') return { type, text, state: 'done' };
  const call = { type: `tool-${name}`, toolCallId };
  if (!complete) return { ...call, state: 'input-streaming' };
  const { input: read, errorText } = inputOf({ text: input });
  const state = errorText ? 'output-error' : 'input-available';
  return withoutUndefined({ ...call, state, input: read, errorText });
}

const uiMessage = (id, role, text) => ({ id, role, parts: [{ type: 'text', text }] });
const withoutUndefined = (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
