package dev.rivulet.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.load.SeenTurn;
import dev.rivulet.local.chaos.load.SeenTurns;
import dev.rivulet.testkit.sse.SseEvent;
import org.junit.jupiter.api.Test;

class BilledTokensTest {

    private final BilledTokens tokens = new BilledTokens();

    @Test
    void whatWasBilledBeyondTheAnswersIsCountedOnceATurn() {
        SeenTurn restarted = SeenTurns.of(4, done("stop"));
        tokens.seen(restarted);
        tokens.seen(restarted);

        BilledTokens.Total total = tokens.totals(prompt -> 5).get("restart");

        assertThat(total).isEqualTo(new BilledTokens.Total(1, 4, 5));
        assertThat(total.excessPercent()).isEqualTo(25);
    }

    @Test
    void turnsThatAreContinuedAreCountedByThemselves() {
        tokens.seen(SeenTurns.continued(4, done("stop")));

        assertThat(tokens.totals(prompt -> 4).get("continue").excessPercent()).isZero();
        assertThat(tokens.totals(prompt -> 4).get("restart")).isEqualTo(new BilledTokens.Total(0, 0, 0));
    }

    @Test
    void answersThatAreNotWholeAreNotCounted() {
        tokens.seen(SeenTurns.of(4, done("cancelled")));
        tokens.seen(SeenTurns.of(4, new SseEvent("c", "error",
                "{\"attempt\":1,\"code\":\"worker_lost\",\"message\":\"m\",\"retryable\":true}")));

        assertThat(tokens.totals(prompt -> 4).get("restart").turns()).isZero();
    }

    private static SseEvent done(String reason) {
        return new SseEvent("c", "done", "{\"attempt\":1,\"seq\":0,\"finishReason\":\"" + reason + "\",\"length\":0}");
    }
}
