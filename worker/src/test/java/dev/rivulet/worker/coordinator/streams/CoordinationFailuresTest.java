package dev.rivulet.worker.coordinator.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class CoordinationFailuresTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> fatal = new ArrayList<>();
    private final CoordinationFailures failures = new CoordinationFailures(5, WINDOW, now::get, pauses::add,
            (sentence, cause) -> fatal.add(sentence));

    @Test
    void aFailureThatRepeatsEndsTheProcessWithASentence() {
        for (int i = 1; i < 5; i++) {
            assertThat(failures.handle(poison())).isEqualTo(REPLACE_THREAD);
        }
        assertThat(fatal).isEmpty();

        assertThat(failures.handle(poison())).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(fatal).containsExactly("the coordination of sessions failed 5 times within 300 seconds, at last"
                + " with RecordTooLargeException");
    }

    @Test
    void stateOfALaterVersionEndsTheProcessAtOnceAndTheSentenceSaysWhatToDo() {
        assertThat(failures.handle(new StreamsException("failed", new LaterStateException(2, 1))))
                .isEqualTo(SHUTDOWN_CLIENT);

        assertThat(fatal).containsExactly("the stored state of a session has version 2, and this worker reads up to"
                + " version 1: upgrade this worker");
        assertThat(pauses).isEmpty();
    }

    /** Other threads of Kafka Streams may have died of it too, and nobody replaces those. */
    @Test
    void aFullHeapEndsTheProcessAtOnce() {
        assertThat(failures.handle(new StreamsException("failed", new OutOfMemoryError("Java heap space"))))
                .isEqualTo(SHUTDOWN_CLIENT);

        assertThat(fatal).containsExactly("the JVM cannot go on (OutOfMemoryError)");
        assertThat(pauses).isEmpty();
    }

    @Test
    void eachReplacementWaitsLongerThanTheOneBefore() {
        for (int i = 1; i < 5; i++) {
            failures.handle(poison());
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }

    @Test
    void failuresThatAreFarApartOnlyReplaceTheThread() {
        for (int i = 0; i < 20; i++) {
            assertThat(failures.handle(poison())).isEqualTo(REPLACE_THREAD);
            now.addAndGet(WINDOW.dividedBy(4).plusMillis(1).toNanos());
        }
        assertThat(fatal).isEmpty();
    }

    @Test
    void aStalledProcessGetsItsThreadReplacedAtOnceHoweverOften() {
        for (int i = 0; i < 20; i++) {
            assertThat(failures.handle(new StreamsException("failed", new ProcessStalledException())))
                    .isEqualTo(REPLACE_THREAD);
        }
        assertThat(pauses).containsOnly(Duration.ZERO);
        assertThat(fatal).isEmpty();
    }

    @Test
    void anOutageOfKafkaDoesNotEndTheProcessHoweverLong() {
        for (int i = 0; i < 20; i++) {
            assertThat(failures.handle(new StreamsException("failed", new TimeoutException("no leader"))))
                    .isEqualTo(REPLACE_THREAD);
        }
        assertThat(pauses).allMatch(Duration::isPositive);
        assertThat(fatal).isEmpty();
    }

    /** Unlike an outage: brokers have said so for as long as a record may take. A start of the process creates it. */
    @Test
    void aTopicThatIsGoneEndsTheProcessAndTheSentenceSaysWhatToDo() {
        Throwable gone = new TimeoutException("Topic chunk-events not present in metadata after 120000 ms.",
                new UnknownTopicOrPartitionException("no such topic"));
        assertThat(failures.handle(new StreamsException("failed", gone))).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(fatal).containsExactly("Kafka no longer has a topic of this worker: Topic chunk-events not present"
                + " in metadata after 120000 ms. To create it, start the worker again");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aTopicThatABrokerDoesNotKnowIsCountedUntilItHasBeenWaitedFor() {
        Throwable unknown = new StreamsException("failed", new UnknownTopicOrPartitionException("no such topic"));
        for (int i = 1; i < 5; i++) {
            assertThat(failures.handle(unknown)).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.handle(unknown)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(fatal).hasSize(1);
    }

    private static StreamsException poison() {
        return new StreamsException("failed", new RecordTooLargeException("too large"));
    }
}
