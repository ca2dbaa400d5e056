// What cases need wherever they run.

const DEADLINE_MS = 60_000;

/** Waits until something holds; `condition` may be asynchronous. */
export async function until(condition, what) {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("waited in vain until " + what);
    await pause(10);
  }
}

export const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

export const textOf = (message) =>
  message?.parts.filter((part) => part.type === "text").map((part) => part.text).join("") ?? "";
