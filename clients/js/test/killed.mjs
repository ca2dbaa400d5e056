// Streams over gateways that are killed while they are read; the test that kills them is told how far they are.

import { deepEqual, equal, ok } from './check.mjs';

/**
 * Reads an endless answer in several sessions at once, until each stream has lost its connection `kills` times and has
 * gone on after each, then cancels them. Nothing of any may be missing or doubled.
 *
 * @param text the whole answer
 * @param tell is told `reading`, `resumed 1`, `resumed 2`, ...
 */
export async function survivesKills({ RivuletClient }, settings) {
  const { gateways, prompt, session, text, streams = 4, kills = 2, tell } = settings;
  const client = new RivuletClient({ gateways });
  const readers = await Promise.all([...Array(streams).keys()].map(async (number) => {
    const reader = { lost: 0, last: 0, seen: [] };
    reader.stream = await client.ask(`${session}-${number}`, prompt, {
      onConnection(state) {
        if (state === 'lost') {
          reader.lost++;
          reader.last = reader.seen.length;
        }
      },
    });
    return reader;
  }));
  let phase = -1;
  const report = () => {
    const all = readers.every(({ lost, last, seen }) => lost > phase && seen.length > last + 1);
    if (!all) return;
    phase++;
    tell(phase === 0 ? 'reading' : `resumed ${phase}`);
    if (phase === kills) for (const { stream } of readers) stream.cancel();
  };
  await Promise.all(readers.map(async (reader) => {
    for await (const event of reader.stream) {
      reader.seen.push(event);
      report();
    }
  }));
  for (const { stream, seen } of readers) {
    const end = await stream.end();
    equal(end.type, 'cancelled');
    equal(seen[0].type, 'started');
    ok(seen.every(({ attempt }) => attempt === 1), 'one attempt');
    deepEqual(seen.slice(1).map(({ seq }) => seq), [...Array(seen.length - 1).keys()]);
    equal(stream.textSoFar, text.slice(0, end.length));
    equal(stream.textSoFar.length, end.length);
  }
  return { turns: readers.map(({ stream }) => stream.turnId), lost: readers.map(({ lost }) => lost) };
}
