package dev.rivulet.testkit.llm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A list that keeps only the newest elements. Thread-safe. */
final class BoundedList<T> {

    private final int limit;
    private final Deque<T> items = new ArrayDeque<>(); // guarded by this

    BoundedList(int limit) {
        this.limit = limit;
    }

    synchronized void add(T item) {
        if (items.size() == limit) {
            items.removeFirst();
        }
        items.addLast(item);
    }

    /** Returns a copy, oldest first. */
    synchronized List<T> list() {
        return List.copyOf(items);
    }
}
