// useChat in a browser, in a frame of the page that runs the case, so that it can be reloaded.
import { survives as survivesIn } from "./survives.mjs";

export async function survives(settings, tell) {
  const gateways = settings.gateways.split(" ");
  const frame = document.body.appendChild(document.createElement("iframe"));
  let lost = 0;
  const load = async () => {
    const there = new Promise((resume) => { frame.onload = resume; });
    if (frame.src === "") frame.src = new URL("chat-frame.html", import.meta.url);
    else frame.contentWindow.location.reload();
    await there;
    return frame.contentWindow.load(settings.chat, gateways, () => lost++);
  };
  const loaded = () => frame.contentWindow.messagesOf(settings.chat, [gateways[1]]);
  return { ...await survivesIn({ ...settings, load, loaded, tell }), lost };
}
