package dev.rivulet.local.watch;

import dev.rivulet.client.SessionEvent;

/** Shows what happens in a session. Used by one thread. */
public sealed interface SessionOutput extends AutoCloseable permits JsonLines, SessionView {

    void show(SessionEvent event);

    @Override
    void close();
}
