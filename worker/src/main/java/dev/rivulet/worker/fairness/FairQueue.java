package dev.rivulet.worker.fairness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * A queue in which share keys take turns: one item of each key in every round, and of one key in order of arrival. A
 * key that comes waits for at most one item of each other key. All operations but {@link #inOrder} take constant time.
 * Not thread-safe.
 *
 * @param <T> an item: waits at most once
 */
public final class FairQueue<T> {

    private final SequencedMap<ShareKey, SequencedSet<T>> items = new LinkedHashMap<>(); // whose turn it is first
    private int size;

    public void add(ShareKey key, T item) {
        if (items.computeIfAbsent(key, first -> new LinkedHashSet<>()).add(item)) {
            size++;
        }
    }

    /**
     * Takes out an item that waits no more. Its key keeps its turn for the others.
     *
     * @return whether it was there
     */
    public boolean remove(ShareKey key, T item) {
        SequencedSet<T> ofKey = items.get(key);
        if (ofKey == null || !ofKey.remove(item)) {
            return false;
        }
        if (ofKey.isEmpty()) {
            items.remove(key);
        }
        size--;
        return true;
    }

    /** @throws java.util.NoSuchElementException when the queue is empty */
    public T peek() {
        return items.sequencedValues().getFirst().getFirst();
    }

    /**
     * Takes out the next item. The turn goes to the next key.
     *
     * @throws java.util.NoSuchElementException when the queue is empty
     */
    public T poll() {
        T next = peek();
        Map.Entry<ShareKey, SequencedSet<T>> turn = items.pollFirstEntry();
        turn.getValue().removeFirst();
        if (!turn.getValue().isEmpty()) {
            items.put(turn.getKey(), turn.getValue());
        }
        size--;
        return next;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Returns how many keys have items. */
    public int keys() {
        return items.size();
    }

    /** Returns all items in the order in which {@link #poll} would take them. */
    public List<T> inOrder() {
        List<T> order = new ArrayList<>(size);
        Queue<Iterator<T>> round = new ArrayDeque<>();
        items.values().forEach(ofKey -> round.add(ofKey.iterator()));
        while (!round.isEmpty()) {
            Iterator<T> turn = round.remove();
            order.add(turn.next());
            if (turn.hasNext()) {
                round.add(turn);
            }
        }
        return order;
    }
}
