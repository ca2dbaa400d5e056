package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    @Test
    void theBoundDoublesUpToItsMaximum() {
        assertThat(IntStream.of(1, 2, 3, 5, 6, 1000).mapToObj(backoff::bound).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 1600L, 2000L, 2000L);
    }

    @Test
    void aPauseIsAnywhereBetweenNothingAndTheBound() {
        Random random = new Random(1);
        List<Long> pauses = IntStream.range(0, 1000).mapToObj(i -> backoff.pause(3, random).toMillis()).toList();
        assertThat(pauses).allMatch(pause -> pause >= 0 && pause <= 400).anyMatch(pause -> pause < 40)
                .anyMatch(pause -> pause > 360);
    }

    @Test
    void gatewaysAreTriedInTurnAndThoseThatWantPeaceLast() {
        GatewayPool gateways = new GatewayPool(
                List.of(URI.create("http://a"), URI.create("http://b"), URI.create("http://c")));
        assertThat(IntStream.of(0, 1, 2).map(gateways::next)).containsExactly(1, 2, 0);
        gateways.retryAfter(1, Duration.ofMinutes(1));
        assertThat(gateways.next(0)).isEqualTo(2);
        gateways.retryAfter(2, Duration.ofMinutes(3));
        gateways.retryAfter(0, Duration.ofMinutes(2));
        assertThat(gateways.next(0)).isEqualTo(1);
        assertThat(gateways.retryDelay(1)).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    }
}
