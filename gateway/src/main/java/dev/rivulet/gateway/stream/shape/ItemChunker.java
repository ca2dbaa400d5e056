package dev.rivulet.gateway.stream.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.gateway.log.event.ShapedItem;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Splits an answer that is a JSON array into its elements, and one that is a JSON object into its members. An answer
 * that is neither, or stops being it, is shown as text from there on; so is an incomplete element at its end, and all
 * from an element on that is too large to be held.
 *
 * <p>Must be given all deltas of an attempt from the first one on, also those that the reader has seen. Elements that
 * it has seen are not shown again; one that it has seen in part is shown whole.
 */
final class ItemChunker implements Chunker {

    private final LastSeen lastSeen;
    private final PendingText pending;
    private final Deque<ShapedItem> items = new ArrayDeque<>(); // ready to be shown
    private int itemBytes; // in them
    private final int maxBytes;
    private ElementScanner scanner = new ElementScanner();
    private boolean isText; // the rest is not scanned
    private long attemptOffset; // the offset of the attempt's start
    private long elementStart; // the position where the current element begins
    private long nameStart; // the position where the newest member's name begins
    private long nameEnd;
    private int count; // of elements

    /** @param maxBytes the most text of an element that is held back */
    ItemChunker(LastSeen lastSeen, int maxBytes) {
        this.maxBytes = maxBytes;
        this.lastSeen = lastSeen;
        this.pending = new PendingText(lastSeen);
        this.attemptOffset = lastSeen.offset();
    }

    @Override
    public void restart(long offset) {
        pending.restart(offset, lastSeen.covers(offset) ? lastSeen.chars() : 0);
        attemptOffset = offset;
        scanner = new ElementScanner();
        isText = false;
        count = 0;
        items.clear();
        itemBytes = 0;
    }

    /** An element can begin in one attempt and end in the next. Positions stay relative to the first. */
    @Override
    public void continueAfter(long offset, Consumer<TurnEvent> consumer) {
        // The next delta is added to what is pending.
    }

    @Override
    public void add(long offset, Delta delta) {
        long start = pending.end();
        pending.add(offset, delta);
        if (lastSeen.covers(offset)) {
            pending.markSeenUpTo(pending.end() + lastSeen.chars());
        }
        for (int i = 0; i < delta.content().length() && !isText; i++) {
            scan(delta.content().charAt(i), start + i, delta.attempt());
        }
        isText |= pending.held() >= maxBytes;
        if (isText) {
            pending.dropSeen();
        }
    }

    @Override
    public boolean isReady() {
        return !items.isEmpty() || isText && pending.length() > 0;
    }

    @Override
    public int held() {
        return itemBytes + pending.held();
    }

    @Override
    public void takeReady(Consumer<TurnEvent> consumer) {
        items.forEach(consumer);
        items.clear();
        itemBytes = 0;
        if (isText) {
            takeText(consumer);
        }
    }

    @Override
    public void takeRest(Consumer<TurnEvent> consumer) {
        takeReady(consumer);
        if (!scanner.isClosed()) {
            takeText(consumer);
        }
    }

    @Override
    public boolean expectsSeenText() {
        return true;
    }

    private void scan(char c, long position, int attempt) {
        switch (scanner.next(c)) {
            case NONE -> {
            }
            case BEGINS -> elementStart = position;
            case ENDS -> addItem(position + 1, attempt);
            case ENDED -> addItem(position, attempt);
            case NAME_BEGINS -> nameStart = position;
            case NAME_ENDS -> nameEnd = position + 1;
            case NEITHER -> isText = true;
        }
        if (!isText && scanner.isClosed() && (c == ']' || c == '}')) {
            pending.dropTo(position + 1);
        }
    }

    private void addItem(long end, int attempt) {
        Optional<String> json = JsonMinifier.minify(pending.text(elementStart, end));
        Optional<String> name = scanner.isObject() ? name() : Optional.empty();
        if (json.isEmpty() || scanner.isObject() && name.isEmpty()) {
            isText = true;
            return;
        }
        pending.dropTo(end);
        if (end > pending.seenUpTo()) {
            items.add(new ShapedItem(attemptOffset, Math.toIntExact(end), attempt, count, name.orElse(null),
                    json.get()));
            itemBytes += Utf8.length(json.get(), 0, json.get().length());
        }
        count++;
    }

    /** Returns the name of the newest member; empty if it is no JSON. */
    private Optional<String> name() {
        try {
            return Optional.of(Json.MAPPER.readValue(pending.text(nameStart, nameEnd), String.class));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private void takeText(Consumer<TurnEvent> consumer) {
        pending.dropSeen();
        if (pending.length() > 0) {
            consumer.accept(pending.take(pending.length()));
        }
    }
}
