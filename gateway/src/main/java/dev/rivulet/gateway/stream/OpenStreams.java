package dev.rivulet.gateway.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The open streams of one event loop, which are ended when the process stops. Owned by that loop. */
public final class OpenStreams {

    private final Set<Stream> open = new HashSet<>();
    private boolean shutDown;

    public void add(Stream stream) {
        open.add(stream);
    }

    /** Returns whether the process stops. A stream that opens now must end at once, since nobody ends it later. */
    public boolean isShutDown() {
        return shutDown;
    }

    public void remove(Stream stream) {
        open.remove(stream);
    }

    /** Ends all streams. */
    public void shutDown() {
        shutDown = true;
        List.copyOf(open).forEach(Stream::shutDown);
    }

    /** A response or connection that stays open. */
    public interface Stream {

        /** Ends the stream because the process stops. Its turn continues. */
        void shutDown();
    }
}
