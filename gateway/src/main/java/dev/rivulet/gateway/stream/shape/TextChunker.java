package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Delta;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Splits text at the boundaries that a {@link Splitter} finds, and between two deltas where none comes for too long.
 */
final class TextChunker implements Chunker {

    private final PendingText pending;
    private final Supplier<Splitter> splitters;
    private final int maxBytes;
    private Splitter splitter;
    private int ready;

    /**
     * @param splitters makes a splitter for each attempt
     * @param maxBytes the most text without a boundary that is held back
     */
    TextChunker(LastSeen lastSeen, Supplier<Splitter> splitters, int maxBytes) {
        this.maxBytes = maxBytes;
        this.pending = new PendingText(lastSeen);
        this.splitters = splitters;
        this.splitter = splitters.get();
    }

    @Override
    public void restart(long offset) {
        pending.restart(offset, 0);
        splitter = splitters.get();
        ready = 0;
    }

    /** A unit of text is split there: its parts have cursors in different attempts. */
    @Override
    public void continueAfter(long offset, Consumer<TurnEvent> consumer) {
        takeRest(consumer);
        long seenBeyond = Math.max(0, pending.seenUpTo() - pending.end());
        restart(offset);
        pending.markSeenUpTo(seenBeyond);
    }

    @Override
    public void add(long offset, Delta delta) {
        int before = pending.length();
        pending.add(offset, delta);
        pending.dropSeen();
        int boundary = splitter.lastBoundary(pending.text(pending.position() + before, pending.end()));
        if (boundary != Splitter.NONE) {
            ready = before + boundary;
        }
        if (ready == 0 && pending.held() >= maxBytes) {
            ready = pending.length();
        }
    }

    @Override
    public boolean isReady() {
        return ready > 0;
    }

    @Override
    public int held() {
        return pending.held();
    }

    @Override
    public void takeReady(Consumer<TurnEvent> consumer) {
        take(ready, consumer);
    }

    @Override
    public void takeRest(Consumer<TurnEvent> consumer) {
        take(pending.length(), consumer);
    }

    @Override
    public boolean expectsSeenText() {
        return pending.end() < pending.seenUpTo();
    }

    private void take(int count, Consumer<TurnEvent> consumer) {
        ready = 0;
        if (count > 0) {
            consumer.accept(pending.take(count));
        }
    }
}
