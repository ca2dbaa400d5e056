// useChat over the transport of rivulet-client, as it is packed.
import "./dom.mjs";
import { run, settings, tell, until } from "./case.mjs";
import { isIn, shows } from "./chat-page.mjs";
import { load, messagesOf } from "./rivulet-page.mjs";
import { same } from "./same.mjs";
import { survives } from "./survives.mjs";

const gateways = settings.gateways.split(" ");
const loaded = () => messagesOf(settings.chat, [gateways[1]]);

await run({
  async survives() {
    let lost = 0;
    let open;
    const reload = async () => {
      open?.close();
      open = await load(settings.chat, gateways, () => lost++);
      return open;
    };
    return { ...await survives({ ...settings, load: reload, loaded, tell }), lost };
  },

  async isAnsweredAnewFailsAndIsStopped() {
    const open = await load(settings.chat, [gateways[1]]);
    open.chat.sendMessage({ text: settings.prompt });
    await until(() => open.chat.status === "ready" && open.chat.messages.length === 2, "the answer has ended");
    await open.chat.regenerate();
    await isIn(open, "ready");
    const anew = same(open.chat.messages, await loaded());
    await open.chat.sendMessage({ text: "fails" }, { body: { model: settings.model } });
    await isIn(open, "error");
    const failed = same(open.chat.messages, await loaded());
    open.chat.sendMessage({ text: settings.endless });
    await shows(open, settings.word);
    await open.transport.cancel(settings.chat);
    await isIn(open, "ready");
    const stopped = same(open.chat.messages, await loaded());
    const { finishReason, error } = open.chat.messages.at(-1).metadata;
    return { anew, failed, code: open.chat.messages[3].metadata.error.code, stopped: stopped.length, finishReason, error };
  },
});
