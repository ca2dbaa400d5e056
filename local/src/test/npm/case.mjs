// What the scripts share: each is one case of one client. It gets its settings as JSON and says what it saw as JSON.
export { textOf, until } from "./until.mjs";

export const settings = JSON.parse(process.argv[3]);

/** What shows who calls, where a gateway asks for a key. */
export const headers = settings.key ? { Authorization: `Bearer ${settings.key}` } : {};

/** Runs the case that is named on the command line. */
export async function run(cases) {
  const report = await cases[process.argv[2]]();
  process.stdout.write(JSON.stringify(report) + "\n", () => process.exit(0));
}

/** Tells the test something. */
export const tell = (what) => process.stderr.write(what + "\n");

/** Tells the test that it can go on with its part. */
export const begun = () => tell("begun");

export const user = (id, text) => ({ id, role: "user", parts: [{ type: "text", text }] });
