// In the page: addresses and QR codes. Answers with the first that is not as said.
const done = arguments[arguments.length - 1];

(async () => {
  const { addressOf, grantOf, isLoopback, readsOnly, sessionOf } = await import('/assets/address.js');
  const { qrCode } = await import('/assets/qr.js');
  const wrong = [];
  const is = (what, actual, expected) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      wrong.push(`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
    }
  };
  const read = addressOf('a~b', 'https://x.example/chat/?session=old&k=v#s=old', true);
  is('a link to read', [read, sessionOf(read), readsOnly(read)], ['https://x.example/chat/?k=v#s=a~b&read', 'a~b', true]);
  is('a link to join', readsOnly(addressOf('a~b', read)), false);
  const given = addressOf('a~b', read, true, 'rg.Ab_-9');
  is('a link that needs no key', [given, sessionOf(given), readsOnly(given), grantOf(given)],
    ['https://x.example/chat/?k=v&shared=#s=a~b&read&grant=rg.Ab_-9', 'a~b', true, 'rg.Ab_-9']);
  is('one that does', [addressOf('c', given), grantOf(read)], ['https://x.example/chat/?k=v#s=c', null]);
  is('what is no grant', ['rk.id.secret', 'rg.', 'rg.a%0d%0ab', 'x'].map((text) => grantOf(`https://x.example/#s=a&grant=${text}`)),
    [null, null, null, null]);
  const loopback = ['http://127.0.0.1', 'http://127.9.8.7', 'http://localhost', 'http://a.LOCALHOST.', 'http://[::1]',
    'http://[::ffff:127.0.0.1]', 'http://0.0.0.0', 'http://2130706433', 'http://[::]'];
  const others = ['http://10.0.0.1', 'http://localhost.example', 'http://127.example', 'http://[fe80::1]',
    'http://x127.0.0.1.example', 'http://[::ffff:10.0.0.1]'];
  is('loopback', loopback.filter((url) => !isLoopback(new URL(url).hostname)), []);
  is('not loopback', others.filter((url) => isLoopback(new URL(url).hostname)), []);

  const modules = (text) => Number(qrCode(text, 'x').getAttribute('viewBox').split(' ')[2]) - 8;
  is('a short link', modules('http://127.0.0.1:8080/#s=abc'), 25);
  is('a link of 2,000 characters', modules(`https://x.example/${'a'.repeat(1982)}`), 149);
  is('one that does not fit', qrCode('a'.repeat(3000), 'x'), null);
  // The dark modules that are drawn are those of the code: the corner's pattern, dark, light, and dark in the middle.
  const path = new Path2D(qrCode('http://127.0.0.1:8080/#s=abc', 'x').firstChild.getAttribute('d'));
  const context = document.createElement('canvas').getContext('2d');
  const row = (y) => Array.from({ length: 9 }, (_, x) => Number(context.isPointInPath(path, x - 0.5, y + 0.5))).join('');
  is('the corner', [-1, 0, 1, 2, 6, 7].map(row), ['000000000', '011111110', '010000010', '010111010', '011111110', '000000000']);
  done(wrong.join('\n'));
})().catch((failure) => done(String(failure)));
