package dev.rivulet.worker;

import dev.rivulet.runtime.FatalErrorHandler;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The producer of a worker. Reports the first failure that no repetition can mend: the right to write is gone, or
 * another producer has taken its identity. Without that, results would be tried for ever by a process that looks well.
 */
final class WatchedProducer extends KafkaProducer<byte[], byte[]> {

    private final FatalErrorHandler fatal;
    private final AtomicBoolean reported = new AtomicBoolean();

    WatchedProducer(Map<String, Object> settings, FatalErrorHandler fatal) {
        super(settings);
        this.fatal = fatal;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        try {
            return super.send(record, (metadata, failure) -> {
                report(failure);
                if (callback != null) {
                    callback.onCompletion(metadata, failure);
                }
            });
        } catch (RuntimeException notSent) {
            report(notSent);
            throw notSent;
        }
    }

    private void report(Exception failure) {
        Throwable cause = failure != null && !isFatal(failure) ? failure.getCause() : failure;
        if (isFatal(cause) && reported.compareAndSet(false, true)) {
            fatal.onFatalError("Kafka refuses what this worker writes: " + cause.getMessage(), cause);
        }
    }

    /** See the errors after which Kafka's documentation of {@link KafkaProducer} has a producer closed. */
    private static boolean isFatal(Throwable failure) {
        return failure instanceof AuthorizationException || failure instanceof AuthenticationException
                || failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException
                || failure instanceof UnsupportedVersionException;
    }
}
