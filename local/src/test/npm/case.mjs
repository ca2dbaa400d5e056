// What the scripts share: each is one case of one client. It gets its settings as JSON and says what it saw as JSON.

const DEADLINE_MS = 60_000;

export const settings = JSON.parse(process.argv[3]);

/** Runs the case that is named on the command line. */
export async function run(cases) {
  const report = await cases[process.argv[2]]();
  process.stdout.write(JSON.stringify(report) + "\n", () => process.exit(0));
}

/** Tells the test that it can go on with its part. */
export const begun = () => process.stderr.write("begun\n");

/** Waits until something holds. */
export async function until(condition, what) {
  const deadline = Date.now() + DEADLINE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("waited in vain until " + what);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const user = (id, text) => ({ id, role: "user", parts: [{ type: "text", text }] });

export const textOf = (message) =>
  message?.parts.filter((part) => part.type === "text").map((part) => part.text).join("") ?? "";
