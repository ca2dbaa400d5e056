package dev.rivulet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class SessionPartitionTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";

    @Test
    void isThePartitionThatAProducerChooses() {
        Random random = new Random(42);
        for (int length = 1; length <= 128; length++) {
            SessionId session = new SessionId(random.ints(length, 0, ALPHABET.length())
                    .mapToObj(ALPHABET::charAt).map(String::valueOf).reduce("", String::concat));
            byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
            for (int partitions : new int[]{1, 2, 3, 12, 100}) {
                assertThat(SessionPartition.of(session, partitions)).as("%s of %d", session, partitions)
                        .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
            }
        }
    }
}
