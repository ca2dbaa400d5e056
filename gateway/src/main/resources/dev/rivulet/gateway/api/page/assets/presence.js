// A hidden page stops reading after a while: the gateway and the device have no work for what nobody sees.

const AWAY_AFTER = 30_000; // milliseconds

/** Runs the feed while the page is visible; it resumes when the page is shown again. */
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
