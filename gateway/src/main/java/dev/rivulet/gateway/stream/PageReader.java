package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.loop.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Reads older events of a log, one page at a time. If Kafka does not answer, it waits and then tells the listener to
 * request again. All methods must be called on the loop, which owns all fields.
 */
final class PageReader {

    private static final Duration RETRY_DELAY = Duration.ofMillis(250);

    private final EventLog log;
    private final EventLoop loop;
    private final int maxBytes;
    private final Listener listener;
    private int current; // the number of the newest request; answers to others are ignored
    private CompletableFuture<?> pending = CompletableFuture.completedFuture(null); // the newest request's result

    /** @param maxBytes the size of a page, in bytes of data; its last event may exceed it */
    PageReader(EventLog log, EventLoop loop, int maxBytes, Listener listener) {
        this.log = log;
        this.loop = loop;
        this.maxBytes = maxBytes;
        this.listener = listener;
    }

    /** Requests a page of the events between two offsets ({@code to} is exclusive). Replaces any earlier request. */
    void read(long from, long to) {
        request(log.read(from, to, maxBytes), page -> {
            if (page.nextOffset() > from) {
                listener.onPage(page.items(), page.nextOffset());
            } else {
                retry();
            }
        });
    }

    /** Requests the offset of the log's end. Replaces any earlier request. */
    void readEnd() {
        request(log.readBounds(), bounds -> listener.onEnd(bounds.endOffset()));
    }

    /** Drops the request, if there is one: the listener is not called, and the log is not read for it. */
    void cancel() {
        current++;
        pending.cancel(false);
    }

    private <T> void request(CompletableFuture<T> answer, Consumer<T> next) {
        cancel();
        int number = current;
        pending = answer;
        answer.whenComplete((value, failure) -> loop.execute(() -> {
            if (number != current) {
                return;
            }
            if (failure == null) {
                next.accept(value);
            } else if (cause(failure) instanceof PositionExpiredException) {
                listener.onExpired();
            } else {
                // The brokers are unreachable, or the process stops.
                retry();
            }
        }));
    }

    private void retry() {
        int number = ++current;
        loop.after(RETRY_DELAY, () -> {
            if (number == current) {
                listener.onRetry();
            }
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    }

    /** Takes the results. Called on the loop. */
    interface Listener {

        /** @param next the offset to continue at */
        void onPage(List<ChunkRecord> records, long next);

        /** @param end the offset after the log's last record */
        void onEnd(long end);

        /** The offset to read from is no longer in the log. */
        void onExpired();

        /** Kafka did not answer, and the pause is over. The listener must request again what it needs. */
        void onRetry();
    }
}
