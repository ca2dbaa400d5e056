import type { ChatTransport, UIMessage } from 'ai';
import type { Prompt, RivuletClient, Shape, Timings, Usage } from './index.js';

/** The metadata of answers: of one under way, as far as they are known. */
export interface RivuletMetadata {
  sessionId?: string;
  turnId?: string;
  attempt?: number;
  model?: string;
  provider?: string;
  /** The provider's, or `cancelled`. */
  finishReason?: string;
  usage?: Usage;
  timings?: Timings;
  error?: { code: string; retryable: boolean; retryAfterMs?: number };
}

export type RivuletMessage = UIMessage<RivuletMetadata>;

export type TurnOptions = Omit<Prompt, 'prompt' | 'messages' | 'turnId'> & Shape;

/**
 * For `useChat` of the AI SDK, version 7 or later; the chat's id is the session's. An answer goes on by itself when its
 * gateway is lost. A page gives the messages of `load` to `useChat`, whose `resume` reads the rest of the answer under
 * way. Use one transport for a page.
 */
export class RivuletChatTransport implements ChatTransport<RivuletMessage> {
  readonly resumeStreamIsReplay: boolean;
  /** @param options fields of each turn; `whenBusy` is `interrupt` if it is not given */
  constructor(client: RivuletClient, options?: TurnOptions);
  /** The messages of a chat: at most `limit` past turns (50), and the question whose answer is under way. */
  load(chatId: string, options?: { signal?: AbortSignal; limit?: number }): Promise<RivuletMessage[]>;
  /** Cancels the answer under way, for all readers. `stop()` of `useChat` only stops reading. */
  cancel(chatId: string): Promise<void>;
  sendMessages: ChatTransport<RivuletMessage>['sendMessages'];
  reconnectToStream: ChatTransport<RivuletMessage>['reconnectToStream'];
}
