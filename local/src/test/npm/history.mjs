// As in docs/protocol.md.

/** Returns the messages of a session: its past turns, and the question whose answer is under way. */
export async function history(gateway, session, headers) {
  const response = await fetch(`${gateway}/v1/sessions/${session}`, { headers });
  if (!response.ok) throw new Error(`no history: ${response.status}`);
  const { turns, open } = await response.json();
  const message = (id, role, text) => ({ id, role, parts: [{ type: "text", text }] });
  const question = ({ turnId, prompt, messages }) =>
    message(`${turnId}-question`, "user", prompt ?? messages?.at(-1)?.content ?? "");
  const said = turns.reverse().flatMap((turn) =>
    [question(turn), ...(turn.text ? [message(turn.turnId, "assistant", turn.text)] : [])]);
  return open ? [...said, question(open)] : said;
}
