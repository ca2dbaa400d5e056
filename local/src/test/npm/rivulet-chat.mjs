// useChat over the transport of rivulet-client, as it is packed.
import { RivuletClient } from "rivulet-client";
import { RivuletChatTransport } from "rivulet-client/ai";
import { run, settings, textOf, until } from "./case.mjs";
import { isIn, page, rendered, shows } from "./chat-page.mjs";

const gateways = settings.gateways.split(" ");
let lost = 0;

const transportOver = (...addresses) => {
  const client = new RivuletClient({ gateways: addresses, onRetry: () => lost++ });
  return new RivuletChatTransport(client, { onDisconnect: "continue" });
};

/** A page as it is loaded: with the messages that were said, and the rest of the answer under way. */
async function load(...addresses) {
  const transport = transportOver(...addresses);
  const messages = await transport.load(settings.chat);
  const open = page(transport, { resume: true, messages });
  await rendered(open);
  return { ...open, transport, get chat() { return open.chat; } };
}

/** What both a page that was there all the time and one that is loaded now have to show. */
const said = (messages) => messages.map((message) => ({
  role: message.role, text: textOf(message), ...(message.role === "assistant" && {
    id: message.id, metadata: message.metadata, parts: message.parts.map(({ type }) => type),
  }),
}));
/** JSON with the fields in one order. */
const plain = (value) => JSON.stringify(value, (_, it) => (it?.constructor === Object
  ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1))) : it));

async function same(open) {
  const fresh = await transportOver(gateways[1]).load(settings.chat);
  const [shown, loaded] = [said(open.chat.messages), said(fresh)].map(plain);
  if (shown !== loaded) throw new Error(`the page has\n${shown}\nand one that is loaded now\n${loaded}`);
  return open.chat.messages.map(textOf);
}

/** Numbers from 0 to 1 that a seed determines. */
function random(seed) {
  let state = Number(BigInt.asUintN(32, BigInt(seed)));
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

await run({
  /** The test kills the first gateway when it is told so. */
  async losesItsGateway() {
    const open = await load(...gateways);
    open.chat.sendMessage({ text: settings.prompt });
    await shows(open, settings.word);
    process.stderr.write("begun\n");
    await until(() => lost > 0, "the gateway is lost");
    await isIn(open, "ready");
    return { texts: await same(open), statuses: open.chat.status };
  },

  /** Reloads at moments that a seed chooses: before, in and after the answer, and twice in a row. */
  async isReloadedAtAnyMoment() {
    const next = random(settings.seed);
    let open = await load(gateways[1]);
    const expected = [];
    for (let round = 0; round < Number(settings.rounds); round++) {
      const prompt = `${settings.prompt} ${round}`;
      expected.push(prompt, settings.answer);
      open.chat.sendMessage({ text: prompt });
      // A prompt whose page is left before a gateway has it was never asked.
      await until(() => open.chat.messages.at(-1)?.metadata?.turnId, "the prompt is accepted");
      for (let reloads = 1 + Math.floor(next() * 2); reloads > 0; reloads--) {
        await pause(next() * Number(settings.milliseconds));
        open.close();
        open = await load(gateways[1]);
      }
      await until(() => open.chat.messages.length === expected.length, `${expected.length} messages are shown`);
      await until(() => textOf(open.chat.messages.at(-1)) === settings.answer, "the answer is whole");
      await isIn(open, "ready");
      await same(open);
    }
    return { texts: open.chat.messages.map(textOf), expected };
  },

  async isAnsweredAnewFailsAndIsStopped() {
    const open = await load(gateways[1]);
    open.chat.sendMessage({ text: settings.prompt });
    await until(() => open.chat.status === "ready" && open.chat.messages.length === 2, "the answer has ended");
    await open.chat.regenerate();
    await isIn(open, "ready");
    const anew = await same(open);
    await open.chat.sendMessage({ text: "fails" }, { body: { model: settings.model } });
    await isIn(open, "error");
    const failed = await same(open);
    open.chat.sendMessage({ text: settings.endless });
    await shows(open, settings.word);
    await open.transport.cancel(settings.chat);
    await isIn(open, "ready");
    const stopped = await same(open);
    const { finishReason, error } = open.chat.messages.at(-1).metadata;
    return { anew, failed, code: open.chat.messages[3].metadata.error.code, stopped: stopped.length, finishReason, error };
  },
});
