package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class BoundedTimestampsTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final long LATEST = NOW + TurnId.MAX_LEAD.toMillis();

    private final BoundedTimestamps timestamps = new BoundedTimestamps(() -> NOW);

    @Test
    void aTimestampIsNeverLaterThanAChangelogTakes() {
        assertThat(extracted(LATEST)).isEqualTo(LATEST);
        assertThat(extracted(LATEST + 1)).isEqualTo(LATEST);
        assertThat(extracted(Long.MAX_VALUE)).isEqualTo(LATEST);
    }

    @Test
    void aRecordWithoutATimestampIsProcessed() {
        assertThat(extracted(-1)).isZero();
        assertThat(extracted(Long.MIN_VALUE)).isZero();
    }

    private long extracted(long timestamp) {
        return timestamps.extract(new ConsumerRecord<>("t", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, null,
                null, new RecordHeaders(), Optional.empty()), NOW);
    }
}
