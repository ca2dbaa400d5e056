// Pages with useChat of @ai-sdk/react, rendered by React into a document.
import { Window } from "happy-dom";
import { settings, textOf, until } from "./case.mjs";

const window = new Window({ url: settings.gateway });
for (const name of ["window", "document", "navigator"]) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}

const { createElement } = await import("react");
const { createRoot } = await import("react-dom/client");
const { useChat } = await import("@ai-sdk/react");

/** A page with one chat; `chat` is what useChat returned last. */
export function page(transport, options) {
  const open = {};
  function Chat() {
    open.chat = useChat({ id: settings.chat, transport, ...options });
    return open.chat.messages.map((message) => createElement("p", { key: message.id }, textOf(message)));
  }
  const place = document.body.appendChild(document.createElement("main"));
  const root = createRoot(place);
  root.render(createElement(Chat));
  open.paragraphs = () => [...place.querySelectorAll("p")].map((paragraph) => paragraph.textContent);
  open.close = () => root.unmount();
  return open;
}

export const rendered = (open) => until(() => open.chat !== undefined, "the page is rendered");
export const isIn = (open, status) => until(() => open.chat.status === status, "the chat is " + status);
export const shows = (open, text) =>
  until(() => open.paragraphs().some((paragraph) => paragraph.includes(text)), "the page shows " + text);
