package dev.rivulet.local.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.Timings;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailure;
import dev.rivulet.client.Usage;
import org.junit.jupiter.api.Test;

class TurnSummaryTest {

    @Test
    void whatTheProviderCountedAndTheServerMeasured() {
        TurnEnd end = new TurnEnd.Done(1, "stop", new Usage(10, 80, 90), 321, new Timings(500, 250L, 2_750));
        assertThat(TurnSummary.of(end)).isEqualTo("stop after 2.75 s: 321 characters, 80 tokens, 40 tokens/s,"
                + " first token after 0.25 s, queued 0.50 s");
    }

    @Test
    void aCancelledTurnHasNoTokensToCount() {
        assertThat(TurnSummary.of(new TurnEnd.Cancelled(0, null, 0, new Timings(40, null, 40))))
                .isEqualTo("cancelled after 0.04 s: 0 characters, queued 0.04 s");
    }

    @Test
    void anError() {
        assertThat(TurnSummary.of(new TurnFailure("idle_timeout", "The provider stopped sending.", true, null)))
                .isEqualTo("error idle_timeout: The provider stopped sending. (worth another try)");
        assertThat(TurnSummary.of(new TurnFailure("rate_limited", "Too much.", true, 2_500L)))
                .isEqualTo("error rate_limited: Too much. (worth another try in 2.50 s)");
    }
}
