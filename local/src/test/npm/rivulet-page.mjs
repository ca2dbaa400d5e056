// Pages with useChat over the transport of rivulet-client, as it is packed.
import { RivuletClient } from "rivulet-client";
import { RivuletChatTransport } from "rivulet-client/ai";
import { page, rendered } from "./chat-page.mjs";

const transportOver = (gateways, onRetry) =>
  new RivuletChatTransport(new RivuletClient({ gateways, onRetry }), { onDisconnect: "continue" });

/** A page as it is loaded: with the messages that were said, and the rest of the answer under way. */
export async function load(id, gateways, onRetry) {
  const transport = transportOver(gateways, onRetry);
  const messages = await transport.load(id);
  const open = page(id, transport, { resume: true, messages });
  await rendered(open);
  return { ...open, transport, get chat() { return open.chat; } };
}

/** The messages that a page has which is loaded now. */
export const messagesOf = (id, gateways) => transportOver(gateways).load(id);
