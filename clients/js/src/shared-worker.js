// The shared worker: the connections of all tabs of an origin.

import { Sockets } from './socket.js';

const GONE_AFTER = 120_000; // milliseconds: a hidden tab's timers run once a minute

const sockets = new Sockets();
const tabs = new Set();

globalThis.onconnect = ({ ports: [port] }) => {
  const tab = { heard: performance.now(), streams: new Map(), port };
  tabs.add(tab);
  port.onmessage = ({ data: { open, close, ping, bye, gateway, reading, limits } }) => {
    tab.heard = performance.now();
    tabs.add(tab);
    if (ping) port.postMessage({ pong: ping });
    else if (bye) leave(tab);
    else if (close !== undefined) stop(tab, close);
    else {
      tab.streams.set(open, sockets.open(gateway, reading, limits, {
        event: (event) => port.postMessage({ stream: open, event }),
        failure(failure) {
          tab.streams.delete(open);
          port.postMessage({ stream: open, failure });
        },
      }));
    }
  };
  port.postMessage({ hello: true });
};

function stop(tab, stream) {
  tab.streams.get(stream)?.();
  tab.streams.delete(stream);
}

/** Nobody says when a tab is gone. One that was only frozen is told, when it goes on, that its streams were lost. */
function leave(tab) {
  for (const stream of [...tab.streams.keys()]) stop(tab, stream);
  tabs.delete(tab);
  tab.port.postMessage({ dropped: true });
}

setInterval(() => {
  for (const tab of [...tabs]) if (performance.now() - tab.heard > GONE_AFTER) leave(tab);
}, GONE_AFTER / 4);
