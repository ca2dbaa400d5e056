package dev.rivulet.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayGroupTest {

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final List<Set<Integer>> told = new CopyOnWriteArrayList<>();
    private final GatewayGroup group = new GatewayGroup(consumer, "chunk-events", told::add);

    @AfterEach
    void close() {
        group.close();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aGatewayPrefersWhatItIsAssignedAndReadsNothingOfIt() {
        group.start();
        assign(0, 1, 2);
        await().until(() -> told.contains(Set.of(0, 1, 2)));
        assertThat(consumer.paused()).isEqualTo(consumer.assignment()).hasSize(3);
        assertThat(consumer.position(partition(0))).as("nothing is looked up").isZero();
        assign(1, 2, 5);
        await().until(() -> told.getLast().equals(Set.of(1, 2, 5)));
        assertThat(consumer.paused()).containsAll(consumer.assignment());
    }

    @Test
    void whatWasPreferredStaysWhileTheGroupMayNotBeJoined() {
        group.start();
        assign(0, 1);
        await().until(() -> told.contains(Set.of(0, 1)));
        consumer.setPollException(new GroupAuthorizationException("rivulet-gateway"));
        group.close();
        assertThat(told).containsExactly(Set.of(0, 1));
    }

    private void assign(int... partitions) {
        consumer.schedulePollTask(
                () -> consumer.rebalance(IntStream.of(partitions).mapToObj(GatewayGroupTest::partition).toList()));
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("chunk-events", number);
    }
}
