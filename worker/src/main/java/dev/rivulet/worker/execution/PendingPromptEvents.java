package dev.rivulet.worker.execution;

import dev.rivulet.schemas.TurnId;
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
 * The {@code prompt} events that are on their way into Kafka. A coordinator writes a turn's, an execution what follows,
 * with another producer: so the execution waits, or a follower of the session would meet a turn that has not opened. The
 * wait is over before it begins as long as the partition has a leader, because the attempt's claim went through the log
 * meanwhile. Thread-safe.
 */
public class PendingPromptEvents {

    private static final Logger LOG = LoggerFactory.getLogger(PendingPromptEvents.class);

    private final Map<TurnId, CompletableFuture<Void>> onTheWay = new ConcurrentHashMap<>();
    private final Duration limit;

    /** @param limit how long an event may take at most */
    public PendingPromptEvents(Duration limit) {
        this.limit = limit;
    }

    public void sent(TurnId turn) {
        onTheWay.computeIfAbsent(turn, id -> new CompletableFuture<>());
    }

    /** Kafka has it, or never will. */
    public void completed(TurnId turn) {
        CompletableFuture<Void> waited = onTheWay.remove(turn);
        if (waited != null) {
            waited.complete(null);
        }
    }

    /** Returns when the turn's event is not on its way. */
    void await(TurnId turn) {
        CompletableFuture<Void> coming = onTheWay.get(turn);
        if (coming == null) {
            return;
        }
        try {
            coming.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException tooLong) {
            LOG.atWarn().addKeyValue("turn", turn).log("the turn begins although its prompt event is not in Kafka yet");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
