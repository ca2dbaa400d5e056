package dev.rivulet.worker.usage;

import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what turns have used, from {@code turn-results} into {@code usage}, on a thread of its own: a member of the
 * group of all workers that do. Whatever fails, it begins again where the last sums were written: turns do not depend
 * on it. Each result is counted once.
 */
public final class UsageCounter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageCounter.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final UsageClients clients;
    private final Topics topics;
    private final UsageConfig config;
    private final Thread thread;
    private volatile boolean closed;

    private UsageCounter(UsageClients clients, Topics topics, UsageConfig config) {
        this.clients = clients;
        this.topics = topics;
        this.config = config;
        this.thread = Thread.ofPlatform().daemon().name("usage").unstarted(this::run);
    }

    /**
     * Returns the consumer group of all workers that count.
     *
     * @param prefix of the topics
     */
    public static String group(String prefix) {
        return prefix + UsageClients.NAME;
    }

    /** @param worker the id of this process */
    public static UsageCounter start(KafkaClients clients, Topics topics, UsageConfig config, String worker) {
        UsageCounter counter = new UsageCounter(new UsageClients(clients, topics, worker, config.interval()),
                topics, config);
        counter.thread.start();
        return counter;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            boolean written = false;
            try (Producer<byte[], byte[]> producer = clients.producer();
                    Consumer<byte[], byte[]> consumer = clients.consumer()) {
                producer.initTransactions();
                UsageRun run = new UsageRun(consumer, producer, topics.name(Topic.USAGE),
                        new UsageSums(PriceTable.of(config), config.maxSums()), config.interval());
                try {
                    run.count(topics.name(Topic.TURN_RESULTS), () -> closed);
                } finally {
                    written = run.hasWritten();
                }
            } catch (RuntimeException failure) {
                pause = written ? FIRST_PAUSE : pause;
                pause = failed(failure, pause);
            }
        }
    }

    /** Returns how long to wait after the next failure. */
    private Duration failed(RuntimeException failure, Duration pause) {
        if (closed) {
            return pause;
        }
        LOG.atWarn().addKeyValue("retryInMs", pause.toMillis()).setCause(failure).log("usage could not be counted");
        try {
            Thread.sleep(pause);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    /** Waits until the sums so far are written, but not long: another worker counts what is left. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                thread.interrupt();
                thread.join(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
