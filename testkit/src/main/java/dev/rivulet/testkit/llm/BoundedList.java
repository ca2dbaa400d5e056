package dev.rivulet.testkit.llm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest few of many; thread-safe. */
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

    /** Oldest first. */
    synchronized List<T> list() {
        return List.copyOf(items);
    }
}
