// A page nobody looks at gives its connection back after a while: a browser has only six for a gateway, for all its tabs.

const AWAY_AFTER = 30_000; // milliseconds

/** Runs the feed while the page is looked at; it goes on where it was when somebody comes back. */
export function followWhileVisible(feed) {
  let leaving;
  const come = () => {
    clearTimeout(leaving);
    feed.start();
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') come();
    else leaving = setTimeout(() => feed.stop(), AWAY_AFTER);
  });
  addEventListener('pagehide', () => feed.stop());
  addEventListener('pageshow', come);
  come();
}
