// useChat of @ai-sdk/react, with the AI SDK's own transport.
import "./dom.mjs";
import { DefaultChatTransport } from "ai";
import { begun, headers, run, settings, until } from "./case.mjs";
import { isIn, page as pageOver, rendered, shows } from "./chat-page.mjs";
import { history } from "./history.mjs";

const page = (gateway, options) =>
  pageOver(settings.chat, new DefaultChatTransport({ api: gateway + "/api/chat", headers }), options);

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
    const messages = await history(settings.other, settings.chat, headers);
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
