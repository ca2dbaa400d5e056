package dev.rivulet.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.topic.SessionPartition;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionIdsTest {

    private static final int PARTITIONS = 48;

    @Test
    void idsLieInPartitionsThatAreNowPreferred() {
        SessionIds ids = new SessionIds(id -> Set.of(3, 17, 40).contains(SessionPartition.of(id, PARTITIONS)));
        assertThat(IntStream.range(0, 100).mapToObj(i -> SessionPartition.of(ids.next(), PARTITIONS)))
                .containsOnly(3, 17, 40);
        assertThat(ids.next()).isNotEqualTo(ids.next());
    }

    @Test
    void aGatewayThatPrefersNothingMakesIdsToo() {
        int[] drawn = new int[1];
        SessionId id = new SessionIds(session -> false).draw(() -> new SessionId("s-" + drawn[0]++));
        assertThat(id).isEqualTo(new SessionId("s-255"));
    }

    @Test
    void whereAllIsPreferredOneIdIsDrawn() {
        int[] drawn = new int[1];
        new SessionIds(session -> true).draw(() -> new SessionId("s-" + drawn[0]++));
        assertThat(drawn[0]).isEqualTo(1);
    }
}
