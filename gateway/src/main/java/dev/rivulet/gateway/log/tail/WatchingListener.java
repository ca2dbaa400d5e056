package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.SessionId;

/** Is told how many readers follow a session, when the coordinator says so. */
public interface WatchingListener {

    /**
     * Called on the tailer's thread; must not block.
     *
     * @param readers at all gateways, from 1
     */
    void onWatching(SessionId session, int readers);
}
