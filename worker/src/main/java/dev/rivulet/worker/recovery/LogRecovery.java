package dev.rivulet.worker.recovery;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.execution.EarlierAttempts;
import dev.rivulet.worker.execution.EarlierCalls;
import dev.rivulet.worker.execution.StandingText;
import dev.rivulet.worker.execution.TokenEstimate;
import dev.rivulet.worker.execution.TurnRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals lost attempts in {@code chunk-events} and reads what they had produced up to there: the worker of one may still
 * write, as after it was cut off from Kafka for a while. On a thread of its own, because the coordinator must not wait
 * for it. A worker that dies can leave thousands of attempts, so those of one partition share one pass over it.
 *
 * <p>An attempt that is to continue a text waits for it here in the same way: it gets the text as a whole, or none. One
 * that begins anew is told what the lost ones have asked of providers, behind all that turns wait for.
 *
 * <p>Every turn ends: an attempt whose events cannot be read in time gets a result with what was read, and a result
 * that the topic does not take is written with less text, in the end with none. What goes wrong with one partition or
 * one result delays no other: it is tried again after a pause, behind what waits. What is not done when this process
 * ends, the next coordinator submits again.
 */
public final class LogRecovery implements AttemptRecovery, EarlierAttempts, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
    /** The most attempts of one pass. */
    private static final int BATCH = 256;
    /** How long what no turn waits for lets others go first that come with it when a worker was lost. */
    private static final long LATER_NANOS = Duration.ofMillis(200).toNanos();
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** After that a partition that brings nothing is left for the others'. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Topics topics;
    private final TurnRecords records;
    private final RecoveryLimits limits;
    private final Duration longestSilence;
    private final long pauseNanos;
    private final RecoveryQueue queue;
    private final Thread thread;
    private Consumer<byte[], byte[]> consumer; // of the thread; null before the first pass and after a failure

    private LogRecovery(Supplier<Consumer<byte[], byte[]>> consumers, Topics topics, TurnRecords records,
            RecoveryLimits limits) {
        this.consumers = consumers;
        this.topics = topics;
        this.records = records;
        this.limits = limits;
        this.longestSilence = shorter(LONGEST_SILENCE, limits.timeout());
        this.pauseNanos = shorter(LONGEST_PAUSE, limits.timeout()).toNanos();
        this.queue = new RecoveryQueue(limits.attempts());
        this.thread = Thread.ofPlatform().daemon().name("attempt-recovery").unstarted(this::run);
    }

    /** @param settings of the consumers; changed here */
    public static LogRecovery start(Map<String, Object> settings, Topics topics, TurnRecords records,
            RecoveryLimits limits) {
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST_SILENCE.toMillis()));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST_SILENCE.toMillis()));
        return start(() -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                topics, records, limits);
    }

    static LogRecovery start(Supplier<Consumer<byte[], byte[]>> consumers, Topics topics, TurnRecords records,
            RecoveryLimits limits) {
        LogRecovery recovery = new LogRecovery(consumers, topics, records, limits);
        recovery.thread.start();
        return recovery;
    }

    @Override
    public boolean submit(LostAttempt attempt) {
        return queue.add(new PendingRecovery(attempt, partition(attempt.end().sessionId()), limits.textChars()));
    }

    @Override
    public CompletableFuture<Optional<StandingText>> seal(SessionTurn turn, int attempt) {
        CompletableFuture<Optional<StandingText>> text = new CompletableFuture<>();
        read(new PendingRecovery(turn, attempt, new EventReader<>(text, RecoveredAttempt::standing),
                partition(turn.session()), limits.textChars()), text, limits.attempts());
        return text;
    }

    @Override
    public CompletableFuture<Optional<EarlierCalls>> calls(SessionTurn turn, int attempt) {
        CompletableFuture<Optional<EarlierCalls>> calls = new CompletableFuture<>();
        read(new PendingRecovery(turn, attempt, new EventReader<>(calls, RecoveredAttempt::calls),
                partition(turn.session()), TokenEstimate.MOST_COUNTED).later(LATER_NANOS), calls,
                limits.attempts() / 2);
        return calls;
    }

    /** @param most how many may be known at once, this one included */
    private void read(PendingRecovery wait, CompletableFuture<?> answer, int most) {
        if (queue.size() >= most || !queue.add(wait) || !queue.knows(wait)) {
            answer.completeExceptionally(new IllegalStateException("too much text is being read already"));
        }
    }

    private int partition(SessionId session) {
        return SessionPartition.of(session, topics.partitions());
    }

    @Override
    public boolean hasRoom() {
        return queue.size() < limits.attempts();
    }

    /** Returns how many attempts have no result yet. */
    int pending() {
        return queue.size();
    }

    /** Only {@link #close} ends it: an error of one pass, of whatever kind, is one of that pass. */
    private void run() {
        try {
            while (true) {
                recover(queue.take(BATCH));
            }
        } catch (InterruptedException | InterruptException closed) {
            LOG.atDebug().log("recovery of lost attempts stopped");
        } finally {
            closeConsumer();
        }
    }

    /** Writes the results of some attempts. A result that is written twice does no harm: the first ends the turn. */
    private void recover(List<PendingRecovery> attempts) {
        attempts = new ArrayList<>(attempts);
        attempts.removeIf(this::abandoned);
        if (attempts.isEmpty()) {
            return;
        }
        attempts.forEach(PendingRecovery::beginPass);
        List<PendingRecovery> again = new ArrayList<>();
        try {
            if (consumer == null) {
                consumer = consumers.get();
            }
            TopicPartition partition = new TopicPartition(topics.name(Topic.CHUNK_EVENTS),
                    attempts.getFirst().partition());
            seal(attempts);
            PartitionScan scan = new PartitionScan(consumer, partition, limits, longestSilence);
            scan.read(attempts);
            scan.deferred().forEach(attempt -> putBack(attempt, 0));
            again.addAll(scan.deferred());
            attempts.forEach(PendingRecovery::readWhole);
        } catch (InterruptException closed) {
            throw closed;
        } catch (RuntimeException | Error failure) {
            LOG.atWarn().addKeyValue("attempts", attempts.size()).addKeyValue("partition",
                    attempts.getFirst().partition()).setCause(failure).log("lost attempts could not be read");
            closeConsumer();
            attempts.stream().filter(attempt -> attempt.triedForNanos() < limits.timeout().toNanos())
                    .forEach(again::add);
            again.forEach(attempt -> putBack(attempt, pauseNanos));
        }
        attempts.stream().filter(attempt -> !again.contains(attempt)).forEach(this::publish);
    }

    private boolean abandoned(PendingRecovery attempt) {
        if (attempt.isAbandoned()) {
            queue.remove(attempt);
        }
        return attempt.isAbandoned();
    }

    /**
     * Writes the seals of attempts that have none. Blocks until Kafka has them: what is read then is all that counts.
     *
     * @throws TimeoutException if Kafka does not take them in time
     */
    private void seal(List<PendingRecovery> attempts) {
        long until = System.nanoTime() + longestSilence.toNanos();
        Map<PendingRecovery, Future<?>> sent = new LinkedHashMap<>();
        attempts.stream().filter(attempt -> !attempt.isSealed()).forEach(attempt -> {
            PendingRecovery.Key key = attempt.key();
            sent.put(attempt, records.seal(key.session(), key.turn(), key.attempt()));
        });
        sent.forEach((attempt, seal) -> {
            try {
                seal.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                attempt.sealed();
            } catch (InterruptedException closed) {
                throw new InterruptException(closed);
            } catch (ExecutionException | java.util.concurrent.TimeoutException notWritten) {
                throw new TimeoutException("the seals were not written in time", notWritten);
            }
        });
    }

    private void publish(PendingRecovery attempt) {
        if (attempt.isRead()) {
            queue.remove(attempt);
            attempt.answer();
            return;
        }
        try {
            TurnFinished result = attempt.takeResult();
            records.publish(result, failure -> published(attempt, result.seq(), failure));
        } catch (InterruptException closed) {
            throw closed;
        } catch (RuntimeException | Error notSent) {
            retry(attempt, notSent);
        }
    }

    /** On any thread. */
    private void published(PendingRecovery attempt, long deltas, Exception failure) {
        TurnFinished end = attempt.lost().end();
        if (failure == null) {
            queue.remove(attempt);
            LOG.atInfo().addKeyValue("turn", end.turnId()).addKeyValue("attempt", end.attempt())
                    .addKeyValue("owner", attempt.lost().owner())
                    .addKeyValue("deltas", deltas).log("turn of a lost attempt ended");
        } else if (failure instanceof RecordTooLargeException && attempt.hasText()) {
            LOG.atWarn().addKeyValue("turn", end.turnId())
                    .log("the result of a lost attempt is too large and is shortened");
            attempt.shorten();
            putBack(attempt, 0);
        } else {
            retry(attempt, failure);
        }
    }

    private void retry(PendingRecovery attempt, Throwable failure) {
        LOG.atWarn().addKeyValue("turn", attempt.key().turn()).setCause(failure)
                .log("the result of a lost attempt could not be written, retrying");
        putBack(attempt, pauseNanos);
    }

    private void putBack(PendingRecovery attempt, long pause) {
        attempt.postpone(pause);
        queue.putBack(attempt);
    }

    private void closeConsumer() {
        Consumer<byte[], byte[]> closing = consumer;
        consumer = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (RuntimeException failure) {
                LOG.atDebug().setCause(failure).log("the recovery's consumer did not close cleanly");
            }
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
