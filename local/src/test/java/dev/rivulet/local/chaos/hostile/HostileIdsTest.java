package dev.rivulet.local.chaos.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.TurnIds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileIdsTest {

    @Test
    void hostileIdsAreKnownAlsoIfAMutationChangedThem() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            assertThat(HostileIds.isHostile(HostileIds.draw(random, i).toString())).isTrue();
        }
        assertThat(HostileIds.isHostile("01a229a4-65a7-7b34-bdc0-0f220f220f2f")).isTrue();
    }

    @Test
    void thoseOfClientsAreNot() {
        TurnIds ids = new TurnIds();
        for (int i = 0; i < 10_000; i++) {
            assertThat(HostileIds.isHostile(ids.next().toString())).isFalse();
        }
        assertThat(HostileIds.isHostile("x")).isFalse();
    }
}
