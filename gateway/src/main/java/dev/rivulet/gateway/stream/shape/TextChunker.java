package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Delta;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Splits text at the boundaries that a {@link Splitter} finds. */
final class TextChunker implements Chunker {

    private final PendingText pending;
    private final Supplier<Splitter> splitters;
    private Splitter splitter;
    private int ready;

    /** @param splitters makes a splitter for each attempt */
    TextChunker(LastSeen lastSeen, Supplier<Splitter> splitters) {
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

    @Override
    public void add(long offset, Delta delta) {
        int before = pending.length();
        pending.add(offset, delta);
        pending.dropSeen();
        int boundary = splitter.lastBoundary(pending.text(pending.position() + before, pending.end()));
        if (boundary != Splitter.NONE) {
            ready = before + boundary;
        }
    }

    @Override
    public int ready() {
        return ready;
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
