package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.identity.Caller;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The open streams of one event loop, which are ended when the process stops, or when their caller may not read any
 * more. Owned by that loop.
 */
public final class OpenStreams {

    private final Set<Stream> open = new HashSet<>();
    private final Predicate<Caller> allowed;
    private final Consumer<Caller> revoked;
    private Instant nextExpiry = Instant.MAX; // of all that are open, or earlier
    private boolean shutDown;

    /**
     * @param allowed returns whether a caller may still read; thread-safe
     * @param revoked is told of each stream that ends because its caller may not
     */
    public OpenStreams(Predicate<Caller> allowed, Consumer<Caller> revoked) {
        this.allowed = allowed;
        this.revoked = revoked;
    }

    public void add(Stream stream) {
        open.add(stream);
        Instant expiry = stream.caller().expiresAt();
        nextExpiry = expiry.isBefore(nextExpiry) ? expiry : nextExpiry;
    }

    /** Returns whether the process stops. A stream that opens now must end at once, since nobody ends it later. */
    public boolean isShutDown() {
        return shutDown;
    }

    /** Returns whether a caller may still read. A stream that opens now and may not be read must end at once. */
    public boolean allows(Caller caller) {
        return allowed.test(caller);
    }

    public void remove(Stream stream) {
        open.remove(stream);
    }

    /** Ends all streams. */
    public void shutDown() {
        shutDown = true;
        List.copyOf(open).forEach(Stream::shutDown);
    }

    /** Ends the streams of callers that may not read any more. */
    public void revoke() {
        List.copyOf(open).stream().filter(stream -> !allows(stream.caller())).forEach(stream -> {
            revoked.accept(stream.caller());
            stream.revoke();
        });
    }

    /** Ends the streams of callers whose time is over. To be called again and again; looks at none before the first. */
    public void expire(Instant now) {
        if (!now.isBefore(nextExpiry)) {
            revoke();
            nextExpiry = open.stream().map(stream -> stream.caller().expiresAt()).min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
        }
    }

    /** A response or connection that stays open. */
    public interface Stream {

        /** Ends the stream because the process stops. Its turn continues. */
        void shutDown();

        /** Returns who reads. */
        Caller caller();

        /** Ends the stream because its caller may not read any more. Its turn has lost a reader, no more. */
        void revoke();
    }
}
