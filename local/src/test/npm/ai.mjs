// npm ai: its transport, and its reader of UI message streams.
import { begun, headers, run, settings, textOf, user } from "./case.mjs";

const { DefaultChatTransport, readUIMessageStream } = await import(settings.package);

const at = (gateway, more) => new DefaultChatTransport({ api: gateway + "/api/chat", headers, ...more });

/** Asks; the stream of the answer's parts. */
const send = (transport, chatId, messages, more) =>
  transport.sendMessages({ chatId, messages, trigger: "submit-message", messageId: undefined, ...more });

/** The message as it is at the end of the stream, and the error that ended it, if one did. */
async function read(stream, onText = () => {}) {
  let message, error;
  try {
    for await (const state of readUIMessageStream({ stream, terminateOnError: true })) {
      message = state;
      onText(textOf(state));
    }
  } catch (failure) {
    error = failure.message;
  }
  return { id: message?.id, text: textOf(message), metadata: message?.metadata, error };
}

const ask = async (transport, chatId, messages, more) => read(await send(transport, chatId, messages, more));

await run({
  async answers() {
    const transport = at(settings.gateway);
    return {
      answer: await ask(transport, settings.chat, [user("u1", settings.prompt)]),
      stillOpen: (await transport.reconnectToStream({ chatId: settings.chat })) !== null,
    };
  },

  async comesBack() {
    const partial = await ask(at(settings.proxy), settings.chat, [user("u1", settings.prompt)]);
    const resumed = await at(settings.other).reconnectToStream({ chatId: settings.chat });
    return { partial, whole: await read(resumed) };
  },

  /** Says when the answer has begun, so that the test can take its worker away. */
  async losesItsWorker() {
    const transport = at(settings.gateway);
    const stream = await send(transport, settings.chat, [user("u1", settings.prompt)]);
    const partial = await read(stream, (text) => text.includes(settings.word) && begun());
    return { partial, whole: await read(await transport.reconnectToStream({ chatId: settings.chat })) };
  },

  /** The provider answers with what it was asked, so the answers say which conversation was used. */
  async converses() {
    const transport = at(settings.gateway);
    const first = [user("u1", "one")];
    const answer = await ask(transport, settings.chat, first);
    const assistant = { id: answer.id, role: "assistant", parts: [{ type: "text", text: "edited" }] };
    const lastOnly = at(settings.gateway, {
      prepareSendMessagesRequest: ({ id, messages }) => ({ body: { id, message: messages.at(-1) } }),
    });
    return {
      whole: await ask(transport, settings.chat, [...first, assistant, user("u2", "two")]),
      last: await ask(lastOnly, settings.chat, [user("u3", "three")]),
      again: await ask(transport, settings.chat, first, { trigger: "regenerate-message", messageId: answer.id }),
    };
  },

  async isRefused() {
    const file = { id: "u1", role: "user", parts: [{ type: "file", mediaType: "image/png", url: "data:," }] };
    return {
      part: await ask(at(settings.gateway), settings.chat, [file]).catch((error) => error.message),
      chat: await ask(at(settings.gateway), "a/b", [user("u1", "x")]).catch((error) => error.message),
      resume: await at(settings.gateway).reconnectToStream({ chatId: "a/b" }).catch((error) => error.message),
    };
  },

  async fails() {
    const transport = at(settings.gateway, { body: { model: settings.model } });
    return ask(transport, settings.chat, [user("u1", "hello")]);
  },

  async isStopped() {
    const stream = await send(at(settings.gateway), settings.chat, [user("u1", settings.prompt)]);
    const types = [];
    let turn, text = "";
    for await (const part of stream) {
      types.push(part.type);
      turn ??= part.messageId;
      if (part.type === "text-delta" && text === "") {
        await fetch(`${settings.gateway}/v1/sessions/${settings.chat}/turns/${turn}`, { method: "DELETE", headers });
      }
      text += part.delta ?? "";
    }
    return { text, last: types.at(-1) };
  },
});
