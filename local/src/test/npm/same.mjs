// Whether a page with a chat shows what one that is loaded now shows.
import { textOf } from "./until.mjs";

/** What both have to show. */
const said = (messages) => messages.map((message) => ({
  role: message.role, text: textOf(message), ...(message.role === "assistant" && {
    id: message.id, metadata: message.metadata, parts: message.parts.map(({ type }) => type),
  }),
}));

/** JSON with the fields in one order. */
const plain = (value) => JSON.stringify(value, (_, it) => (it !== null && typeof it === "object" && !Array.isArray(it)
  ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1))) : it));

/** Returns the texts of a page's messages; throws if those of one that is loaded now differ. */
export function same(messages, loaded) {
  const [shown, fresh] = [said(messages), said(loaded)].map(plain);
  if (shown !== fresh) throw new Error(`the page has\n${shown}\nand one that is loaded now\n${fresh}`);
  return messages.map(textOf);
}
