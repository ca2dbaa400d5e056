// A chat whose gateway is killed and whose page is reloaded in the middle of its answers.
import { same } from "./same.mjs";
import { pause, textOf, until } from "./until.mjs";

/** Numbers from 0 to 1 that a seed determines. */
function random(seed) {
  let state = Number(BigInt.asUintN(32, BigInt(seed)));
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const isReady = (gateway) => fetch(`${gateway}/readyz`).then((answer) => answer.ok, () => false);

/**
 * In each round a seed chooses the word of the answer at which the test is told to kill the first gateway, and when the
 * page is reloaded: before, in and after the answer, and twice in a row. `load()` loads the page, also again, and
 * `loaded()` returns the messages of one that is loaded now.
 */
export async function survives({ seed, rounds, prompt, answer, milliseconds, gateway, load, loaded, tell }) {
  const next = random(seed);
  const words = answer.trim().split(" ");
  const expected = [];
  let open;
  for (let round = 0; round < Number(rounds); round++) {
    await until(() => isReady(gateway), "the gateway is back");
    open = await load(); // so it reads from the first gateway
    const question = `${prompt} ${round}`;
    expected.push(question, answer);
    open.chat.sendMessage({ text: question });
    // A prompt whose page is left before a gateway has it was never asked.
    await until(() => open.chat.messages.length === expected.length
      && open.chat.messages.at(-1).metadata?.turnId, "the prompt is accepted");
    const word = `${words[Math.floor(next() * words.length / 2)]} `;
    const told = until(() => textOf(open.chat.messages[expected.length - 1]).includes(word), `${word} is shown`)
      .then(() => tell(`kill ${round}`));
    for (let reloads = 1 + Math.floor(next() * 2); reloads > 0; reloads--) {
      await pause(next() * Number(milliseconds));
      open = await load();
    }
    await told;
    await until(() => open.chat.messages.length === expected.length, `${expected.length} messages are shown`);
    await until(() => textOf(open.chat.messages.at(-1)) === answer, "the answer is whole");
    await until(() => open.chat.status === "ready", "the chat is ready");
    same(open.chat.messages, await loaded());
  }
  return { texts: open.chat.messages.map(textOf), expected };
}
