// Assertions for Node and browsers.

const show = (value) => (typeof value === 'string' ? value : JSON.stringify(value) ?? String(value));

export function ok(value, what) {
  if (!value) throw new Error(`not so: ${show(what)}`);
}

export function equal(actual, expected, what = '') {
  if (!Object.is(actual, expected)) throw new Error(`${what} expected ${show(expected)} but was ${show(actual)}`);
}

export const deepEqual = (actual, expected, what) => equal(JSON.stringify(actual), JSON.stringify(expected), what);

/** Returns what was thrown. */
export async function throwsAs(type, action) {
  let thrown;
  try {
    await action();
  } catch (failure) {
    thrown = failure;
  }
  if (!(thrown instanceof type)) throw new Error(`expected a ${type.name} but it was ${thrown?.stack ?? 'no error'}`);
  return thrown;
}
