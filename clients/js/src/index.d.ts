/** Where a stream continues, in this process or another. Without `cursor`: from what the turn has so far. */
export interface Bookmark {
  session: string;
  turnId: string;
  cursor?: string | undefined;
}

export interface Retry {
  /** The gateway of the next try. */
  gateway: string;
  /** In a row, this one included. */
  failures: number;
  pauseMs: number;
  cause: Error;
}

export interface ClientOptions {
  /** The addresses of equivalent gateways, such as `http://127.0.0.1:8080`. Default: the page's own origin. */
  gateways?: string | string[];
  /** Sent with every request, such as `Authorization: Bearer` with a key or a grant. A WebSocket has no other header. */
  headers?: Record<string, string>;
  /** Failures in a row after which a call or a stream fails; each event resets the count. Default 20. */
  maxTries?: number;
  /** Pauses are random, up to a bound that doubles with each failure. Default 250 and 5000. */
  backoff?: { initialMs: number; maxMs: number };
  /** How long a gateway may take to begin its response. Default 30000. */
  responseTimeoutMs?: number;
  /** How long a connection may deliver nothing before it counts as lost. Default 45000. */
  silenceLimitMs?: number;
  /** How long a WebSocket may bring nothing at first, before streams are read over HTTP. Default 5000. */
  webSocketTimeoutMs?: number;
  /** Called before each pause: for logs and metrics. */
  onRetry?: (retry: Retry) => void;
  fetch?: typeof fetch;
  /**
   * Whether what this client reads shares one connection with the other tabs of this origin (default: no). A function
   * makes the `SharedWorker` of that name from this package's `shared-worker.js`, where a bundler or the page's policy
   * needs to know about it.
   */
  shared?: boolean | ((name: string) => SharedWorker);
}

/** What a turn is asked. Fields that this version does not name are sent as they are. */
export interface Prompt {
  prompt?: string;
  messages?: { role: 'system' | 'developer' | 'user' | 'assistant'; content: string | { type: 'text'; text: string }[] }[];
  turnId?: string;
  model?: string;
  maxTokens?: number;
  temperature?: number;
  system?: string;
  /** What else the model is told, such as `response_format` or `stop`: as in OpenAI's chat completions. */
  modelOptions?: Record<string, unknown>;
  whenBusy?: 'enqueue' | 'reject' | 'interrupt';
  onInterruption?: 'restart' | 'fail' | 'continue' | 'continue,restart' | 'continue,fail';
  onDisconnect?: 'continue' | 'cancel';
  maxAttempts?: number;
  timeouts?: { queueMs?: number; firstTokenMs?: number; idleMs?: number; totalMs?: number };
}

export interface Shape {
  /** At most one text in that time, such as `50ms`. */
  throttle?: string;
  granularity?: 'token' | 'word' | 'line' | 'sentence' | 'json';
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** Told when a gateway has begun its response, and when a connection was lost. */
export type OnConnection = (state: 'live' | 'lost', failure?: Error) => void;

export interface ReadOptions extends Shape, CallOptions {
  onConnection?: OnConnection;
}

export interface AskOptions extends ReadOptions {
  /** An idempotency key of the caller's own: the same key is the same turn. Default: a random one. */
  key?: string;
}

export interface ResumeOptions extends ReadOptions {
  /** Every event from the turn's beginning, in place of its text so far. */
  from?: 'start';
}

export interface FollowOptions extends ReadOptions {
  cursor?: string;
  /** Every event that Kafka still holds. */
  from?: 'start';
  /** Called before each event with the cursor after it; undefined before the first. */
  onCursor?: (cursor: string | undefined) => void;
}

export interface Usage {
  promptTokens?: number;
  completionTokens?: number;
  totalTokens?: number;
  /** True: a provider did not say how many, so some were estimated. */
  estimated?: boolean;
}

export interface Timings {
  queuedMs?: number;
  firstTokenMs?: number;
  totalMs?: number;
}

/**
 * An attempt begins. `restart`: a worker was lost; discard the text and items so far. `continues`: one was lost, and the
 * text goes on where it ended, after `seq` deltas and `length` UTF-16 code units.
 */
export interface Started {
  type: 'started';
  attempt: number;
  restart: boolean;
  continues?: { seq: number; length: number };
  model?: string;
  provider?: string;
}

/** Text to append. `snapshot`: all of it that there was when the reader joined. */
export interface Text {
  type: 'text';
  attempt: number;
  seq: number;
  text: string;
  snapshot: boolean;
  /** With `snapshot`: what there was beside the text. What follows goes on with its last reasoning and its calls. */
  parts?: AnswerPart[];
}

/** Reasoning to append to that before it; no part of the answer's text. `signature`: what the provider wants back. */
export interface Reasoning {
  type: 'reasoning';
  attempt: number;
  seq: number;
  text: string;
  signature?: string;
}

/** The next piece of a tool call: `arguments` to append to those of the call with the `index`. `name`: in its first. */
export interface ToolCall {
  type: 'tool-call';
  attempt: number;
  seq: number;
  index: number;
  callId: string;
  name?: string;
  arguments: string;
  complete?: boolean;
}

/** What an answer has beside its text; `at`: how much of the text precedes it. Pass over types that you do not know. */
export type AnswerPart =
  | { type: 'reasoning'; at: number; content: string; signature?: string }
  | {
    type: 'tool-call'; at: number; index: number; callId: string; name: string; arguments: string; complete?: boolean;
  };

/** An element of an answer that is a JSON array, or a member of a JSON object, with `granularity: 'json'`. */
export interface Item {
  type: 'item';
  attempt: number;
  index: number;
  /** The member's name; absent for an element of an array. */
  name?: string;
  item: unknown;
}

export type TurnEvent = Started | Text | Reasoning | ToolCall | Item;

/** How a turn ended that did not fail. Of a cancelled one the text so far counts. */
export interface TurnEnd {
  type: 'done' | 'cancelled';
  attempt: number;
  finishReason: string;
  usage?: Usage | undefined;
  length: number;
  timings?: Timings | undefined;
}

export interface TurnError {
  code: string;
  message: string;
  retryable: boolean;
  retryAfterMs?: number;
}

export interface Turn {
  sessionId: string;
  turnId: string;
  status: 'queued' | 'running' | 'done' | 'error' | (string & {});
  attempt: number;
  text: string;
  parts?: AnswerPart[];
  finishReason?: string;
  usage?: Usage;
  timings?: Timings;
  error?: TurnError;
}

/** What a turn was asked; long texts are cut (`shortened`). */
export interface SubmittedTurn {
  turnId: string;
  prompt?: string;
  messages?: { role: string; content: string }[];
  model?: string;
  system?: string;
  /** What else the model is told, such as `response_format` or `stop`: as in OpenAI's chat completions. */
  modelOptions?: Record<string, unknown>;
  shortened?: boolean;
}

/** A turn that has ended. `inMemory`: the session's next turn sends it to the model. */
export interface PastTurn extends SubmittedTurn {
  status: 'done' | 'error' | (string & {});
  attempt: number;
  text: string;
  parts?: AnswerPart[];
  provider?: string;
  finishReason?: string;
  usage?: Usage;
  timings?: Timings;
  error?: TurnError;
  inMemory?: boolean;
}

/** Turns that have ended, newest first; `more`: there are older ones. */
export interface TurnPage {
  sessionId: string;
  turns: PastTurn[];
  more: boolean;
}

export interface Conversation {
  sessionId: string;
  turns: PastTurn[];
  more?: boolean;
  open?: (SubmittedTurn & { attempt: number }) | null;
  queue: SubmittedTurn[];
  cursor?: string;
}

export type SessionEvent =
  | { type: 'session'; conversation: Conversation }
  | { type: 'queued' | 'prompt'; turnId: string; turn: SubmittedTurn }
  | (TurnEvent & { turnId: string })
  | (TurnEnd & { turnId: string })
  | ({ type: 'error'; turnId: string; attempt: number; length: number; timings?: Timings } & TurnError)
  | { type: 'forgotten' }
  /** How many follow the session now: 1 until another number comes. */
  | { type: 'watching'; readers: number };

/** `until` null: until Kafka compacts the topic. */
export interface ForgetResult {
  sessionId: string;
  remains: { topic: string; until: string | null; policy: string }[];
}

/** The events of a turn, each once. Leaving the loop closes the stream; the turn continues. */
export interface TurnStream extends AsyncIterable<TurnEvent> {
  readonly turnId: string;
  readonly textSoFar: string;
  readonly bookmark: Bookmark;
  /** Reads to the end. Throws a `TurnFailed`, or why the stream broke. */
  end(): Promise<TurnEnd>;
  /** Reads to the end and returns the text of the last attempt. */
  text(): Promise<string>;
  /** Cancels the turn for all readers. */
  cancel(): Promise<void>;
  /** Closes the stream, also while it is read; a reader that waits gets an `AbortError`. The turn continues. */
  close(): void;
}

/**
 * A client of Rivulet's gateways. Failures that may pass are retried, at the next gateway and after a random pause;
 * each prompt has an idempotency key, so a retry never starts a second turn. Methods throw a `RivuletError`, the
 * `signal`'s reason, or a `TypeError` for arguments that no gateway would accept.
 */
export class RivuletClient {
  constructor(options?: ClientOptions);
  /** Submits a prompt. Returns its stream when a gateway has accepted it. */
  ask(session: string, prompt: string | Prompt, options?: AskOptions): Promise<TurnStream>;
  /** Submits a prompt and does not read the answer. */
  submit(session: string, prompt: string | Prompt, options?: CallOptions & { key?: string }): Promise<Bookmark>;
  /** Continues after a bookmark; one without a cursor joins the turn, whose text so far comes first. */
  resume(bookmark: Bookmark, options?: ResumeOptions): Promise<TurnStream>;
  turn(session: string, turnId: string, options?: CallOptions): Promise<Turn>;
  /** Cancels a turn, queued or running. Its readers see it end. */
  cancel(session: string, turnId: string, options?: CallOptions): Promise<void>;
  session(session: string, options?: CallOptions): Promise<Conversation>;
  /** A page of turns that have ended: the newest, or those before a turn. */
  turns(session: string, options?: CallOptions & { before?: string; limit?: number }): Promise<TurnPage>;
  /** All turns that have ended, newest first, a page at a time. */
  history(session: string, options?: CallOptions & { before?: string; limit?: number }): AsyncGenerator<PastTurn, void>;
  /** Every turn of a session, endlessly: first `session`, unless there is a cursor; then each event as it happens. */
  follow(session: string, options?: FollowOptions): AsyncGenerator<SessionEvent, void>;
  /** Ends a session's turns and forgets its conversation. Returns what Kafka still holds. */
  forget(session: string, options?: CallOptions): Promise<ForgetResult>;
}

export class RivuletError extends Error {
  /** The text received so far. */
  readonly partialText: string;
  /** Where `resume` continues; null before the turn is known. */
  readonly bookmark: Bookmark | null;
}

/** The turn ended as an error. */
export class TurnFailed extends RivuletError {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly attempt: number;
  readonly length: number;
  /** The tokens that were used all the same. Undefined if no provider was asked. */
  readonly usage?: Usage;
  /** Undefined if they are not known. */
  readonly timings?: Timings;
  /** The timeout that was exceeded, if that is why. */
  readonly limit?: 'queue' | 'firstToken' | 'idle' | 'total';
}

/** No gateway was reached in so many tries. The turn may continue. */
export class ConnectionLost extends RivuletError {
  readonly tries: number;
}

/** A gateway refused the request. */
export class RequestRefused extends RivuletError {
  readonly status: number;
  readonly code?: string;
  readonly field?: string;
  /** For people. */
  readonly detail?: string;
}

/** Kafka no longer holds the events after the cursor. `turn` may still have the text. */
export class CursorExpired extends RequestRefused {}
