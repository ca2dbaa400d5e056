package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Delta;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Cuts text where a {@link Splitter} says that it may be. */
final class TextChunker implements Chunker {

    private final PendingText pending;
    private final Supplier<Splitter> splitters;
    private Splitter splitter;
    private int ready;

    /** @param splitters makes one for each attempt */
    TextChunker(Seen seen, Supplier<Splitter> splitters) {
        this.pending = new PendingText(seen);
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
        int waited = pending.waiting();
        pending.add(offset, delta);
        pending.passSeen();
        int cut = splitter.lastCut(pending.text(pending.position() + waited, pending.end()));
        if (cut != Splitter.NONE) {
            ready = waited + cut;
        }
    }

    @Override
    public int ready() {
        return ready;
    }

    @Override
    public void takeReady(Consumer<TurnEvent> taker) {
        take(ready, taker);
    }

    @Override
    public void takeRest(Consumer<TurnEvent> taker) {
        take(pending.waiting(), taker);
    }

    @Override
    public boolean isBehind() {
        return pending.end() < pending.floor();
    }

    private void take(int count, Consumer<TurnEvent> taker) {
        ready = 0;
        if (count > 0) {
            taker.accept(pending.take(count));
        }
    }
}
