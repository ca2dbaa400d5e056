package dev.rivulet.worker.execution;

import dev.rivulet.schemas.SessionTurn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code prompt} events that Kafka has not acknowledged yet. A coordinator writes a turn's {@code prompt}; an
 * execution writes the events after it, with another producer. So the execution waits for the first: else readers who
 * follow the session could get events of a turn that has not opened. As long as the partition has a leader there is
 * nothing to wait for, because the attempt's claim went through the log in the meantime. Thread-safe.
 */
public class PendingPromptEvents {

    private static final Logger LOG = LoggerFactory.getLogger(PendingPromptEvents.class);

    private final Map<SessionTurn, CompletableFuture<Void>> onTheWay = new ConcurrentHashMap<>();
    private final Duration limit;

    /** @param limit how long {@link #await} waits at most */
    public PendingPromptEvents(Duration limit) {
        this.limit = limit;
    }

    /** The turn's event was handed to the producer. */
    public void sent(SessionTurn turn) {
        onTheWay.computeIfAbsent(turn, first -> new CompletableFuture<>());
    }

    /** Kafka has acknowledged the turn's event, or will never take it. */
    public void completed(SessionTurn turn) {
        CompletableFuture<Void> waited = onTheWay.remove(turn);
        if (waited != null) {
            waited.complete(null);
        }
    }

    /**
     * Blocks until the turn's event is completed, or the limit has passed. Returns at once when it was not sent here.
     */
    public void await(SessionTurn turn) {
        CompletableFuture<Void> coming = onTheWay.get(turn);
        if (coming == null) {
            return;
        }
        try {
            coming.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException tooLong) {
            LOG.atWarn().addKeyValue("turn", turn.id())
                    .log("the turn begins although its prompt event is not in Kafka yet");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
