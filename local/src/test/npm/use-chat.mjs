// useChat of @ai-sdk/react, rendered by React into a document.
import { Window } from "happy-dom";
import { begun, run, settings, textOf, until } from "./case.mjs";
import { history } from "./history.mjs";

const window = new Window({ url: settings.gateway });
for (const name of ["window", "document", "navigator"]) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}

const { createElement } = await import("react");
const { createRoot } = await import("react-dom/client");
const { useChat } = await import("@ai-sdk/react");
const { DefaultChatTransport } = await import("ai");

/** A page with one chat; `chat` is what useChat returned last. */
function page(gateway, options) {
  const transport = new DefaultChatTransport({ api: gateway + "/api/chat" });
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

const rendered = (open) => until(() => open.chat !== undefined, "the page is rendered");
const isIn = (open, status) => until(() => open.chat.status === status, "the chat is " + status);
const shows = (open, text) =>
  until(() => open.paragraphs().some((paragraph) => paragraph.includes(text)), "the page shows " + text);

async function ask(open) {
  await rendered(open);
  open.chat.sendMessage({ text: settings.prompt });
  await shows(open, settings.word);
}

await run({
  async answers() {
    const open = page(settings.gateway, { resume: true });
    await ask(open);
    await isIn(open, "ready");
    return { paragraphs: open.paragraphs() };
  },

  async comesBack() {
    const open = page(settings.proxy, { resume: true });
    await ask(open);
    await isIn(open, "error");
    const cut = open.paragraphs();
    open.chat.resumeStream();
    await until(() => open.chat.status !== "error", "the chat resumes");
    await isIn(open, "ready");
    return { cut, paragraphs: open.paragraphs() };
  },

  async isReloaded() {
    const left = page(settings.gateway);
    await rendered(left);
    left.chat.sendMessage({ text: settings.before });
    await shows(left, settings.answered);
    await isIn(left, "ready");
    await ask(left);
    left.close();
    const messages = await history(settings.other, settings.chat);
    const open = page(settings.other, { resume: true, messages });
    await rendered(open);
    await until(() => open.chat.status !== "ready", "the chat resumes");
    await isIn(open, "ready");
    return { paragraphs: open.paragraphs() };
  },

  /** Says when the answer has begun, so that the test can take its worker away. */
  async losesItsWorker() {
    const open = page(settings.gateway);
    await ask(open);
    begun();
    await isIn(open, "ready");
    const answer = open.chat.messages.at(-1);
    return { paragraphs: open.paragraphs(), attempt: answer.metadata.attempt };
  },
});
