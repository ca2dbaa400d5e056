// npm openai against /v1: only the base URL and the key differ.
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import { run, settings } from "./case.mjs";

const at = (gateway) => new OpenAI({ baseURL: gateway + "/v1", apiKey: settings.key ?? "any", maxRetries: 0 });

async function ask(gateway, options) {
  const body = { model: "gpt-4o-mini", stream: true, messages: [{ role: "user", content: settings.prompt }] };
  const seen = { text: "" };
  try {
    for await (const chunk of await at(gateway).chat.completions.create(body, options)) {
      seen.id = chunk.id;
      seen.text += chunk.choices[0]?.delta.content ?? "";
      seen.finish = chunk.choices[0]?.finish_reason;
    }
  } catch (error) {
    seen.error = `${error.constructor.name}: ${error.message}`;
  }
  return seen;
}

await run({
  answers: () => ask(settings.gateway),

  /** The SDK makes the schema and parses the answer, streamed or not; what cannot be honoured is its error. */
  async parses() {
    const form = z.object({ name: z.string(), km: z.number(), cities: z.array(z.string()) });
    const body = {
      model: "gpt-4o-mini", messages: [{ role: "developer", content: [{ type: "text", text: "in JSON" }] },
        { role: "user", content: settings.prompt }],
      response_format: zodResponseFormat(form, "river"), seed: 7, stop: ["END"],
    };
    const { completions } = at(settings.gateway).chat;
    const whole = await completions.parse(body);
    const streamed = await completions.stream(body).finalChatCompletion();
    const refused = await completions.create({ ...body, n: 2 }).catch(({ status, param, code }) => ({ status, param, code }));
    return { whole: whole.choices[0].message.parsed, streamed: streamed.choices[0].message.parsed, refused };
  },

  /** The protocol cannot go on in the middle; a key gets the same turn again, from its beginning. */
  async isCutOff() {
    const key = { headers: { "Idempotency-Key": settings.chat } };
    return { partial: await ask(settings.proxy, key), again: await ask(settings.other, key) };
  },
});
