package dev.rivulet.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.schemas.topic.SessionPartition;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionIdsTest {

    private static final int PARTITIONS = 48;

    @Test
    void idsLieInPartitionsThatAreNowPreferred() {
        SessionIds ids = new SessionIds(id -> Set.of(3, 17, 40).contains(SessionPartition.of(id.key(), PARTITIONS)));
        assertThat(IntStream.range(0, 100)
                .mapToObj(i -> SessionPartition.of(ids.next(Principal.ANONYMOUS).key(), PARTITIONS)))
                .containsOnly(3, 17, 40);
        assertThat(ids.next(Principal.ANONYMOUS)).isNotEqualTo(ids.next(Principal.ANONYMOUS));
    }

    @Test
    void aGatewayThatPrefersNothingMakesIdsToo() {
        int[] drawn = new int[1];
        OwnedSession id = new SessionIds(session -> false).draw(Principal.ANONYMOUS, () -> "s-" + drawn[0]++);
        assertThat(id.name()).isEqualTo("s-255");
    }

    @Test
    void whereAllIsPreferredOneIdIsDrawn() {
        int[] drawn = new int[1];
        new SessionIds(session -> true).draw(Principal.ANONYMOUS, () -> "s-" + drawn[0]++);
        assertThat(drawn[0]).isEqualTo(1);
    }
}
