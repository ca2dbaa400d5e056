package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShapedItem;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Delta;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts an answer that is a JSON array into its elements. From where it turns out to be none, or to be broken, it is text;
 * so is what is left when it ends in the middle. Has to be given an attempt from its first delta on; what was seen makes
 * no events, an element of which a part was seen comes whole.
 */
final class ItemChunker implements Chunker {

    private final Seen seen;
    private final PendingText pending;
    private final Deque<ShapedItem> items = new ArrayDeque<>(); // that may be shown
    private int itemChars; // in them
    private ArrayScanner scanner = new ArrayScanner();
    private boolean isText; // nothing is scanned any more
    private long beginning; // the offset of the attempt's start
    private long element; // the position where the current one begins
    private int count;

    ItemChunker(Seen seen) {
        this.seen = seen;
        this.pending = new PendingText(seen);
        this.beginning = seen.offset();
    }

    @Override
    public void restart(long offset) {
        pending.restart(offset, seen.covers(offset) ? seen.chars() : 0);
        beginning = offset;
        scanner = new ArrayScanner();
        isText = false;
        count = 0;
        items.clear();
        itemChars = 0;
    }

    @Override
    public void add(long offset, Delta delta) {
        long from = pending.end();
        pending.add(offset, delta);
        if (seen.covers(offset)) {
            pending.raiseFloor(pending.end() + seen.chars());
        }
        for (int i = 0; i < delta.content().length() && !isText; i++) {
            scan(delta.content().charAt(i), from + i, delta.attempt());
        }
        if (isText) {
            pending.passSeen();
        }
    }

    @Override
    public int ready() {
        return isText ? itemChars + pending.waiting() : itemChars;
    }

    @Override
    public void takeReady(Consumer<TurnEvent> taker) {
        items.forEach(taker);
        items.clear();
        itemChars = 0;
        if (isText) {
            takeText(taker);
        }
    }

    @Override
    public void takeRest(Consumer<TurnEvent> taker) {
        takeReady(taker);
        if (!scanner.isClosed()) {
            takeText(taker);
        }
    }

    @Override
    public boolean isBehind() {
        return true;
    }

    private void scan(char c, long position, int attempt) {
        switch (scanner.next(c)) {
            case NOTHING -> {
            }
            case BEGINS -> element = position;
            case ENDS -> item(position + 1, attempt);
            case ENDED -> item(position, attempt);
            case NO_ARRAY -> isText = true;
        }
        if (!isText && scanner.isClosed() && c == ']') {
            pending.passTo(position + 1);
        }
    }

    private void item(long end, int attempt) {
        Optional<String> json = ArrayElement.inOneLine(pending.text(element, end));
        if (json.isEmpty()) {
            isText = true;
            return;
        }
        pending.passTo(end);
        if (end > pending.floor()) {
            items.add(new ShapedItem(beginning, Math.toIntExact(end), attempt, count, json.get()));
            itemChars += json.get().length();
        }
        count++;
    }

    private void takeText(Consumer<TurnEvent> taker) {
        pending.passSeen();
        if (pending.waiting() > 0) {
            taker.accept(pending.take(pending.waiting()));
        }
    }
}
