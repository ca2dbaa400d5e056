package dev.rivulet.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GatewayMeters meters = new GatewayMeters(registry);

    @Test
    void openStreamsAreCountedByTheirKind() {
        for (StreamKind kind : StreamKind.values()) {
            meters.streamOpened(kind);
        }
        meters.streamOpened(StreamKind.WS);
        meters.streamClosed(StreamKind.OPENAI);

        assertThat(registry.find("rivulet.gateway.streams.open").gauges()).hasSize(7);
        assertThat(open("native")).isEqualTo(1);
        assertThat(open("ws")).isEqualTo(2);
        assertThat(open("openai")).isZero();
    }

    @Test
    void aResponseThatIsNotStreamedAndAFollowedSessionHaveNoFirstEvent() {
        for (StreamKind kind : StreamKind.values()) {
            meters.firstEvent(kind, TimeUnit.MILLISECONDS.toNanos(300));
        }
        assertThat(registry.find("rivulet.gateway.stream.first.event").timers())
                .extracting(timer -> timer.getId().getTag("kind"))
                .containsExactlyInAnyOrder("native", "openai", "aisdk", "eventsource", "ws");
        assertThat(registry.find("rivulet.gateway.stream.first.event").timers())
                .allSatisfy(timer -> assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(300));
    }

    private double open(String kind) {
        return registry.find("rivulet.gateway.streams.open").tag("kind", kind).gauges().stream()
                .mapToDouble(Gauge::value).sum();
    }
}
