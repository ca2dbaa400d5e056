package dev.rivulet.worker.placement;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.execution.PendingPromptEvents;
import dev.rivulet.worker.execution.RemoteExecutions;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.execution.TurnRecords;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends jobs to other workers, each on a virtual thread. Waits until Kafka has the turn's {@code prompt} event: the
 * other worker's events must not stand before it. A job that Kafka does not take is given up in the name of the worker
 * that does not get it, so that the turn goes on. If it got it all the same, it runs an attempt that no longer counts.
 */
public final class JobSender implements RemoteExecutions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobSender.class);
    private static final long RETRY_MS = 1_000;
    private static final long CLOSE_S = 2;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final TurnRecords records;
    private final PendingPromptEvents pendingPrompts;
    private final int inputChars;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory());

    /**
     * @param producer not closed here
     * @param records for attempts that are given up
     * @param inputChars how much text of what was asked a result has, in UTF-16 code units
     */
    public JobSender(Producer<byte[], byte[]> producer, Topics topics, TurnRecords records,
            PendingPromptEvents pendingPrompts, int inputChars) {
        this.producer = producer;
        this.topic = topics.name(Topic.TURN_JOBS);
        this.records = records;
        this.pendingPrompts = pendingPrompts;
        this.inputChars = inputChars;
    }

    @Override
    public void start(String worker, TurnJob job) {
        long now = System.currentTimeMillis();
        threads.execute(() -> {
            pendingPrompts.await(job.sessionTurn());
            deliver(worker, job.sessionTurn(), job.attempt(), JobRecord.AttemptAssigned.of(job, inputChars, now));
        });
    }

    @Override
    public void check(String worker, SessionTurn turn, int attempt) {
        threads.execute(() -> deliver(worker, turn, attempt,
                new JobRecord.AttemptChecked(turn.session(), turn.id(), attempt)));
    }

    private void deliver(String worker, SessionTurn turn, int attempt, JobRecord job) {
        try {
            producer.send(new ProducerRecord<>(topic, worker.getBytes(StandardCharsets.US_ASCII), Json.write(job)))
                    .get();
        } catch (ExecutionException | KafkaException | IllegalStateException refused) {
            LOG.atWarn().addKeyValue("turn", turn.id()).addKeyValue("attempt", attempt).addKeyValue("owner", worker)
                    .setCause(refused).log("a job could not be sent");
            giveUp(worker, turn, attempt);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries for as long as it takes: until then the turn stands still. */
    private void giveUp(String worker, SessionTurn turn, int attempt) {
        while (!threads.isShutdown()) {
            try {
                Future<?> written = records.giveUp(turn, attempt, worker, false);
                written.get();
                return;
            } catch (ExecutionException | KafkaException | IllegalStateException refused) {
                pause();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment for jobs that are on their way. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(CLOSE_S, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
