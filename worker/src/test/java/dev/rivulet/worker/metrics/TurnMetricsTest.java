package dev.rivulet.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TurnMetrics metrics = new TurnMetrics(registry);

    @Test
    void finishReasonsAndCodesThatNobodyKnowsAreOneSeries() {
        List.of("stop", "length", "cancelled").forEach(reason -> end(new Outcome.Completed(reason, null)));
        end(Outcome.failed(ErrorCode.WORKER_LOST, "gone"));
        IntStream.range(0, 100).forEach(i -> end(new Outcome.Completed("reason-" + i, null)));

        assertThat(registry.find("rivulet.turns").counters()).extracting(counter -> counter.getId().getTag("outcome"))
                .containsExactlyInAnyOrder("stop", "length", "cancelled", "worker_lost", "other");
        assertThat(registry.find("rivulet.turns").tag("outcome", "other").counters()).singleElement()
                .extracting(Counter::count).isEqualTo(100.0);
    }

    private void end(Outcome outcome) {
        metrics.ended(new TurnFinished(new SessionId("s"), new TurnId(new UUID(0x7000, 1L << 63)), 1, "worker", outcome,
                0, "", null, null, new Timings(0, null, 0)));
    }
}
