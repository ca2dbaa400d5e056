package dev.rivulet.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Iterates over a stream once, for one thread at a time. */
final class SingleReaderIterator<T> implements Iterator<T> {

    private final ReentrantLock reading = new ReentrantLock();
    private final Supplier<T> stream;
    private final Runnable requireOpen;
    private T ahead; // guarded by reading; null if nothing was read ahead

    /**
     * @param stream waits for the next element; null at the end
     * @param requireOpen throws if the stream is closed
     */
    SingleReaderIterator(Supplier<T> stream, Runnable requireOpen) {
        this.stream = stream;
        this.requireOpen = requireOpen;
    }

    @Override
    public boolean hasNext() {
        return exclusively(() -> {
            requireOpen.run();
            if (ahead == null) {
                ahead = stream.get();
            }
            return ahead != null;
        });
    }

    @Override
    public T next() {
        return exclusively(() -> {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream has ended");
            }
            T next = ahead;
            ahead = null;
            return next;
        });
    }

    /** @throws IllegalStateException if another thread is reading */
    <R> R exclusively(Supplier<R> work) {
        if (!reading.tryLock()) {
            throw new IllegalStateException("another thread reads this stream");
        }
        try {
            return work.get();
        } finally {
            reading.unlock();
        }
    }
}
