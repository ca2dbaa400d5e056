// Compiled by a test, never run: what users of the package write.
import {
  type Bookmark, ConnectionLost, CursorExpired, RequestRefused, RivuletClient, type TurnEnd, TurnFailed,
} from "rivulet-client";
import { RivuletChatTransport, type RivuletMessage } from "rivulet-client/ai";
import { useChat } from "@ai-sdk/react";
import type { ChatTransport } from "ai";

const client = new RivuletClient({ gateways: ["http://a:8080", "http://b:8080"], backoff: { initialMs: 1, maxMs: 2 } });

export async function turn(signal: AbortSignal): Promise<string> {
  const stream = await client.ask("s", { prompt: "hi", whenBusy: "reject" }, { signal, throttle: "50ms" });
  for await (const event of stream) {
    switch (event.type) {
      case "started": if (event.restart) console.log(event.model?.length); break;
      case "text": console.log(event.text.length, event.seq); break;
      case "reasoning": console.log(event.text, event.signature); break;
      case "tool-call": console.log(event.index, event.callId, event.name, event.arguments, event.complete); break;
      case "item": console.log(event.name, event.item); break;
      default: event satisfies never;
    }
  }
  const bookmark: Bookmark = stream.bookmark;
  const end: TurnEnd = await (await client.resume(bookmark, { from: "start" })).end();
  return end.type === "cancelled" ? "stopped" : end.finishReason;
}

export function why(failure: unknown): string | number | undefined {
  if (failure instanceof TurnFailed) return failure.limit ?? failure.code;
  if (failure instanceof ConnectionLost) return failure.tries;
  if (failure instanceof CursorExpired) return failure.partialText;
  return failure instanceof RequestRefused ? failure.field : undefined;
}

export async function session() {
  for await (const past of client.history("s", { limit: 10 })) console.log(past.error?.code, past.text, past.inMemory);
  for await (const event of client.follow("s", { onConnection: (state) => console.log(state === "live") })) {
    if (event.type === "session") console.log(event.conversation.open?.attempt);
    else if (event.type === "error") console.log(event.turnId, event.code);
    else if (event.type === "text") console.log(event.turnId, event.text);
    else if (event.type === "prompt") console.log(event.turn.prompt);
  }
  console.log((await client.forget("s")).remains[0]?.until);
}

// @ts-expect-error: a prompt is a text or an object
client.ask("s", 1);
// @ts-expect-error: no such value
client.ask("s", { prompt: "hi", whenBusy: "later" });

new RivuletClient({ shared: (name) => new SharedWorker("/shared-worker.js", { type: "module", name }) });

const transport = new RivuletChatTransport(client, { model: "m", throttle: "50ms" });
const asTransport: ChatTransport<RivuletMessage> = transport;
export const chat = () => useChat<RivuletMessage>({ id: "s", transport: asTransport, resume: true });
export const code = async () => (await transport.load("s", { limit: 10 })).at(-1)?.metadata?.error?.code;
