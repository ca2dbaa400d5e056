// npm eventsource, the EventSource of browsers: it comes back by itself, with Last-Event-ID.
import { EventSource } from "eventsource";
import { begun, headers, run, settings, until } from "./case.mjs";

/** A browser's has no headers; this one takes them from its `fetch`. */
const withKey = (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } });

/** Reads until an event ends the stream; what came, and how often the source connected. */
async function read(url, types, add, isEnd) {
  const seen = { text: "", connections: 0, ends: 0 };
  const source = new EventSource(url, { fetch: withKey });
  let ended = false;
  source.onopen = () => seen.connections++;
  for (const type of types) {
    source.addEventListener(type, (event) => {
      const before = seen.text;
      add(seen, event);
      if (settings.word && seen.text.includes(settings.word) && !before.includes(settings.word)) begun();
      if (isEnd(event)) {
        ended = true;
        seen.ends++;
      }
    });
  }
  await until(() => ended || source.readyState === EventSource.CLOSED, "the stream ends");
  // It is not closed: after the end the gateway tells it not to come back.
  await until(() => source.readyState === EventSource.CLOSED, "the source stops by itself");
  return seen;
}

await run({
  readsPlainText() {
    return read(
      `${settings.proxy}/stream?prompt=${encodeURIComponent(settings.prompt)}`,
      ["message"],
      (seen, event) => (seen.text += event.data === "[DONE]" ? "" : event.data),
      (event) => event.data === "[DONE]",
    );
  },

  async readsEvents() {
    const asked = await fetch(`${settings.gateway}/v1/sessions/${settings.chat}/turns`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ prompt: settings.prompt }),
    });
    const { turnId } = await asked.json();
    const seen = { seqs: [], types: new Set() };
    const stream = await read(
      `${settings.proxy}/v1/sessions/${settings.chat}/turns/${turnId}/events`,
      ["started", "snapshot", "delta", "done"],
      (into, event) => {
        const data = JSON.parse(event.data);
        seen.types.add(event.type);
        if (event.type === "delta") seen.seqs.push(data.seq);
        into.text += data.content ?? "";
      },
      (event) => event.type === "done",
    );
    return { ...stream, seqs: seen.seqs, types: [...seen.types] };
  },
});
