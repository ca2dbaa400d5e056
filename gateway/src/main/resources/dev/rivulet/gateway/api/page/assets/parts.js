// What an answer has beside its text: reasoning and calls of tools. Pure.

/** Returns the parts with the next piece of one. `at`: the length of the text before it. */
export function withPiece(parts, type, data, at) {
  return type === 'reasoning' ? withReasoning(parts, data, at) : withCall(parts, data, at);
}

function withReasoning(parts, { content, signature }, at) {
  const last = parts.at(-1);
  const goesOn = last?.type === 'reasoning' && last.at === at && last.signature === undefined;
  return goesOn
    ? [...parts.slice(0, -1), { ...last, content: last.content + content, signature }]
    : [...parts, { type: 'reasoning', at, content, signature }];
}

function withCall(parts, { index, callId, name = '', arguments: more, complete }, at) {
  const place = parts.findIndex((part) => part.type === 'tool-call' && part.index === index);
  if (place < 0) return [...parts, { type: 'tool-call', at, index, callId, name, arguments: more, complete }];
  const call = parts[place];
  return parts.with(place, { ...call, arguments: call.arguments + more, complete });
}

/** Returns all reasoning, a paragraph for each stretch. */
export const reasoningOf = (parts) =>
  parts.filter(({ type }) => type === 'reasoning').map(({ content }) => content).join('\n\n').trim();

/** Returns the calls of tools. */
export const callsOf = (parts) => parts.filter(({ type }) => type === 'tool-call');
