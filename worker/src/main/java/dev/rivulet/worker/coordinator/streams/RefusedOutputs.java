package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a broker refuses a record of the coordination. That does not happen as long as the topics
 * fit, which is checked at start. What readers can do without is dropped: events for followers, replies, stop notices,
 * dead letters. Without a state, a claim, a result or a terminal a turn would never end, so the thread fails: it reads
 * the state again, and when that does not help the process ends with a sentence (see {@link CoordinationFailures}).
 * It fails too when a topic was deleted: Kafka Streams itself would read the state and try again, for ever.
 *
 * <p>Made by Kafka Streams, which passes {@link #settings}. Called on the producers' threads.
 */
public final class RefusedOutputs implements ProductionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedOutputs.class);
    private static final String TOPICS = "rivulet.topics.object";
    private static final String METRICS = "rivulet.metrics.object";

    private Topics topics;
    private TurnMetrics metrics;

    /** Returns what the configuration of Kafka Streams must have for this class. */
    static Map<String, Object> settings(Topics topics, TurnMetrics metrics) {
        return Map.of(TOPICS, topics, METRICS, metrics);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        topics = (Topics) configs.get(TOPICS);
        metrics = (TurnMetrics) configs.get(METRICS);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record,
            Exception exception) {
        if (exception instanceof RetriableException) {
            return isTopicGone(exception) ? Response.fail() : Response.retry();
        }
        boolean refused = exception instanceof RecordTooLargeException
                || exception instanceof InvalidTimestampException;
        if (!refused || !isDispensable(record)) {
            return Response.fail();
        }
        metrics.refused(record.topic());
        LOG.atError().addKeyValue("topic", record.topic()).addKeyValue("cause", exception.toString())
                .log("Kafka refused a record, which is dropped: does the topic still fit?");
        return Response.resume();
    }

    /** Whether the producer has waited for a topic, and brokers have said all the time that it does not exist. */
    private static boolean isTopicGone(Exception exception) {
        return exception.getCause() instanceof UnknownTopicOrPartitionException;
    }

    private boolean isDispensable(ProducerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.name(Topic.CHUNK_EVENTS))) {
            return ChunkHeaders.read(record.headers()).map(ChunkHeaders::type).filter(EventType::ofTurn).isEmpty();
        }
        return record.topic().equals(topics.name(Topic.DEAD_LETTERS))
                || record.topic().equals(topics.name(Topic.WORKER_HEARTBEATS));
    }
}
