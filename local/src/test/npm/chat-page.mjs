// Pages with useChat of @ai-sdk/react, rendered by React into a document.
import { useChat } from "@ai-sdk/react";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { textOf, until } from "./until.mjs";

/** A page with one chat; `chat` is what useChat returned last. */
export function page(id, transport, options) {
  const open = {};
  function Chat() {
    open.chat = useChat({ id, transport, ...options });
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
