package dev.rivulet.local.watch;

import dev.rivulet.client.SessionEvent;

/** Prints the events of a session. Not thread-safe. */
public sealed interface SessionOutput extends AutoCloseable permits JsonLines, SessionView {

    void show(SessionEvent event);

    @Override
    void close();
}
