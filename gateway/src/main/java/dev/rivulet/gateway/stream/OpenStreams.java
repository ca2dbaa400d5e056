package dev.rivulet.gateway.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams that one event loop serves, so that they can be ended when the process stops. Owned by that loop. */
public final class OpenStreams {

    private final Set<Stream> open = new HashSet<>();

    public void add(Stream stream) {
        open.add(stream);
    }

    public void remove(Stream stream) {
        open.remove(stream);
    }

    /** Ends them all. */
    public void shutDown() {
        List.copyOf(open).forEach(Stream::shutDown);
    }

    /** A response or connection that lasts. */
    public interface Stream {

        /** Ends it because the process stops. Turns do not end by this. */
        void shutDown();
    }
}
