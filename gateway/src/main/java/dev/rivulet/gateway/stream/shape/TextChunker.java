package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Cuts text where a {@link Splitter} says that it may be. */
final class TextChunker implements Chunker {

    private final PendingText trail;
    private final Supplier<Splitter> splitters;
    private Splitter splitter;
    private int ready;

    /** @param splitters makes one for each attempt */
    TextChunker(Seen seen, Supplier<Splitter> splitters) {
        this.trail = new PendingText(seen);
        this.splitters = splitters;
        this.splitter = splitters.get();
    }

    @Override
    public void restart(long offset) {
        trail.restart(offset, 0);
        splitter = splitters.get();
        ready = 0;
    }

    @Override
    public void add(ShownEvent delta) {
        int waited = trail.waiting();
        trail.add(delta.offset(), Json.read(delta.value(), Delta.class));
        trail.passSeen();
        int cut = splitter.lastCut(trail.text(trail.position() + waited, trail.end()));
        if (cut != Splitter.NONE) {
            ready = waited + cut;
        }
    }

    @Override
    public int ready() {
        return ready;
    }

    @Override
    public void takeReady(Consumer<ShownEvent> taker) {
        take(ready, taker);
    }

    @Override
    public void takeRest(Consumer<ShownEvent> taker) {
        take(trail.waiting(), taker);
    }

    @Override
    public boolean isBehind() {
        return trail.end() < trail.floor();
    }

    private void take(int count, Consumer<ShownEvent> taker) {
        ready = 0;
        if (count > 0) {
            taker.accept(trail.take(count));
        }
    }
}
