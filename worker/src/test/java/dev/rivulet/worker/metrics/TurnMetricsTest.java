package dev.rivulet.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TurnMetrics metrics = new TurnMetrics(registry, Set.of("known"));

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

    @Test
    void modelsThatTheConfigurationDoesNotNameAreOneSeries() {
        IntStream.range(0, 100).forEach(i -> {
            Started answering = new Started(1, "made-up-" + i, "openai");
            metrics.firstToken(answering, 2_000_000, 1_000_000);
            metrics.used(answering, new Usage(10, 3, 13));
        });
        metrics.firstToken(new Started(1, "known", "openai"), 2_000_000, 1_000_000);
        metrics.used(new Started(1, "known", "openai"), new Usage(5, 1, 6));

        assertThat(registry.find("rivulet.provider.first.token").timers())
                .extracting(timer -> timer.getId().getTag("model") + " " + timer.count())
                .containsExactlyInAnyOrder("other 100", "known 1");
        assertThat(registry.find("rivulet.provider.tokens").counters())
                .extracting(counter -> counter.getId().getTag("model") + " " + counter.getId().getTag("type") + " "
                        + counter.count())
                .containsExactlyInAnyOrder("other prompt 1000.0", "other completion 300.0", "known prompt 5.0",
                        "known completion 1.0");
    }

    @Test
    void turnsAreTimedByWhetherTheyWereDoneCancelledOrFailed() {
        List.of("stop", "length", "reason-1").forEach(reason -> end(new Outcome.Completed(reason, null)));
        end(Outcome.cancelled());
        end(Outcome.failed(ErrorCode.WORKER_LOST, "gone"));
        end(new Outcome.Unknown("later"));

        assertThat(registry.find("rivulet.turn.duration").timers())
                .extracting(timer -> timer.getId().getTag("outcome") + " " + timer.count())
                .containsExactlyInAnyOrder("done 3", "cancelled 1", "error 2");
    }

    @Test
    void whatARecordClaimsIsNoLongerThanATurnCanBe() {
        metrics.ended(finished(Outcome.cancelled(), Long.MAX_VALUE));
        metrics.ended(finished(Outcome.cancelled(), -1));

        assertThat(registry.get("rivulet.turn.duration").timer().totalTime(TimeUnit.DAYS)).isEqualTo(1);
    }

    private void end(Outcome outcome) {
        metrics.ended(finished(outcome, 0));
    }

    private static TurnFinished finished(Outcome outcome, long totalMs) {
        return new TurnFinished(new SessionId("s"), new TurnId(new UUID(0x7000, 1L << 63)), 1, "worker", outcome, 0, "",
                null, null, new Timings(0, null, totalMs));
    }
}
