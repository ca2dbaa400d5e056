package dev.rivulet.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.fault.LossCause;
import dev.rivulet.local.chaos.load.SeenTurn;
import dev.rivulet.local.chaos.load.SeenTurns;
import dev.rivulet.testkit.sse.SseEvent;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BilledTokensTest {

    private final BilledTokens tokens = new BilledTokens();
    private final Map<String, Set<LossCause>> lost = new HashMap<>();

    @Test
    void whatWasBilledBeyondTheAnswersIsCountedOnceATurn() {
        SeenTurn restarted = SeenTurns.of(4, done("stop"));
        tokens.seen(restarted);
        tokens.seen(restarted);

        BilledTokens.Total total = tokens.totals(prompt -> 5, lost).get("restart");

        assertThat(total).isEqualTo(new BilledTokens.Total(1, 4, 5,
                Map.of(BilledTokens.UNKNOWN, new BilledTokens.Excess(1, 1))));
        assertThat(total.excessPercent()).isEqualTo(25);
    }

    @Test
    void whatWasBilledBeyondIsSplitByWhatWasDoneToTheWorkers() {
        tokens.seen(SeenTurns.of(4, done("stop")));
        lost.put(SeenTurns.TURN, EnumSet.of(LossCause.KILLED));
        assertThat(tokens.totals(prompt -> 6, lost).get("restart").excess())
                .isEqualTo(Map.of("killed", new BilledTokens.Excess(1, 2)));
        lost.get(SeenTurns.TURN).add(LossCause.STALLED);
        assertThat(tokens.totals(prompt -> 6, lost).get("restart").excess())
                .isEqualTo(Map.of(BilledTokens.SEVERAL, new BilledTokens.Excess(1, 2)));
        assertThat(tokens.totals(prompt -> 4, lost).get("restart").excess()).isEmpty();
    }

    @Test
    void turnsThatAreContinuedAreCountedByThemselves() {
        tokens.seen(SeenTurns.continued(4, done("stop")));

        assertThat(tokens.totals(prompt -> 4, lost).get("continue").excessPercent()).isZero();
        assertThat(tokens.totals(prompt -> 4, lost).get("restart")).isEqualTo(BilledTokens.Total.NONE);
    }

    @Test
    void answersThatAreNotWholeAreNotCounted() {
        tokens.seen(SeenTurns.of(4, done("cancelled")));
        tokens.seen(SeenTurns.of(4, new SseEvent("c", "error",
                "{\"attempt\":1,\"code\":\"worker_lost\",\"message\":\"m\",\"retryable\":true}")));

        assertThat(tokens.totals(prompt -> 4, lost).get("restart").turns()).isZero();
    }

    private static SseEvent done(String reason) {
        return new SseEvent("c", "done", "{\"attempt\":1,\"seq\":0,\"finishReason\":\"" + reason + "\",\"length\":0}");
    }
}
