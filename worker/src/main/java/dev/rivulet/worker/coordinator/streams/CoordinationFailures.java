package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.FatalErrorHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a thread of the coordination has failed. It is replaced after a pause that doubles, because
 * a failure that repeats must not keep the group rebalancing. When that has happened too often within a window, the
 * process ends: replacing threads mends nothing then, and readiness would stay green while sessions stand still.
 *
 * <p>Not counted: that the process was stalled, which is how a thread is meant to end then, and that Kafka cannot be
 * reached, which ends by itself. These end the process at once: state of a later version; an error of the JVM such as a
 * full heap; a topic to write to that does not exist, which brokers have said for as long as a record may take then
 * (see {@link RefusedOutputs}), and which the start of a process creates. Called on the threads that failed.
 * Thread-safe.
 */
final class CoordinationFailures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinationFailures.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final int most;
    private final Duration window;
    private final LongSupplier clock;
    private final Consumer<Duration> pause;
    private final FatalErrorHandler fatal;
    /** When the failures within the window happened, oldest first. Guarded by this. */
    private final Deque<Long> failures = new ArrayDeque<>();

    /**
     * @param most after so many failures within the window the process ends
     * @param clock as {@link System#nanoTime}
     * @param pause blocks
     */
    CoordinationFailures(int most, Duration window, LongSupplier clock, Consumer<Duration> pause,
            FatalErrorHandler fatal) {
        this.most = most;
        this.window = window;
        this.clock = clock;
        this.pause = pause;
        this.fatal = fatal;
    }

    static CoordinationFailures of(CoordinatorSettings settings, FatalErrorHandler fatal) {
        return new CoordinationFailures(settings.maxFailures(), settings.failureWindow(), System::nanoTime,
                CoordinationFailures::sleep, fatal);
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        if (isCausedBy(ProcessStalledException.class, failure)) {
            return replace(failure, Duration.ZERO);
        }
        Optional<Throwable> missing = cause(TimeoutException.class, failure)
                .filter(waited -> waited.getCause() instanceof UnknownTopicOrPartitionException);
        if (missing.isPresent()) {
            return end("Kafka no longer has a topic of this worker: " + missing.get().getMessage()
                    + " To create it, start the worker again", failure);
        }
        if (isCausedBy(RetriableException.class, failure)
                && !isCausedBy(UnknownTopicOrPartitionException.class, failure)) {
            return replace(failure, LONGEST_PAUSE);
        }
        if (isCausedBy(VirtualMachineError.class, failure)) {
            return end("the JVM cannot go on (" + rootOf(failure).getClass().getSimpleName() + ")", failure);
        }
        Optional<Throwable> later = cause(LaterStateException.class, failure);
        if (later.isPresent()) {
            return end(later.get().getMessage(), failure);
        }
        int count = count();
        if (count < most) {
            return replace(failure, FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, 4)));
        }
        return end("the coordination of sessions failed " + count + " times within " + window.toSeconds()
                + " seconds, at last with " + rootOf(failure).getClass().getSimpleName(), failure);
    }

    private StreamThreadExceptionResponse end(String sentence, Throwable failure) {
        fatal.onFatalError(sentence, failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private StreamThreadExceptionResponse replace(Throwable failure, Duration after) {
        Duration wait = after.compareTo(LONGEST_PAUSE) < 0 ? after : LONGEST_PAUSE;
        LOG.atError().addKeyValue("afterMs", wait.toMillis()).setCause(failure)
                .log("coordination thread failed and is replaced");
        pause.accept(wait);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Takes note of one failure. Returns how many there are in the window, with this one. */
    private synchronized int count() {
        long now = clock.getAsLong();
        while (!failures.isEmpty() && now - failures.getFirst() > window.toNanos()) {
            failures.removeFirst();
        }
        failures.addLast(now);
        return failures.size();
    }

    private static boolean isCausedBy(Class<? extends Throwable> type, Throwable failure) {
        return cause(type, failure).isPresent();
    }

    private static Optional<Throwable> cause(Class<? extends Throwable> type, Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).filter(type::isInstance)
                .findFirst();
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
