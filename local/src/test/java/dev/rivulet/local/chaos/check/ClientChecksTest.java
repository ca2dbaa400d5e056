package dev.rivulet.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.load.SeenTurn;
import dev.rivulet.local.chaos.load.SeenTurns;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.sse.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of broken promise that a client can see is found. */
class ClientChecksTest {

    private static final String TEXT = SeenTurns.text(1);

    @Test
    void aWholeTurnBreaksNothing() {
        assertThat(promises(SeenTurns.of(1, started(1), delta(1, 0, TEXT), done(1, 1, TEXT.length(), "stop"))))
                .isEmpty();
    }

    @Test
    void aTurnThatBeganAnewBreaksNothing() {
        assertThat(promises(SeenTurns.of(1, started(1), delta(1, 0, TEXT), started(2), delta(2, 0, TEXT),
                done(2, 1, TEXT.length(), "stop")))).isEmpty();
    }

    @Test
    void anAnswerThatIsContinuedLosesNoText() {
        assertThat(promises(SeenTurns.continued(1, started(1), started(2), delta(2, 0, TEXT),
                done(2, 1, TEXT.length(), "stop")))).isEmpty();
        assertThat(promises(SeenTurns.continued(1, started(1), delta(1, 0, TEXT), started(2), delta(2, 0, TEXT),
                done(2, 1, TEXT.length(), "stop")))).containsExactly(Promise.CONTINUED);
    }

    @Test
    void noEnd() {
        assertThat(promises(SeenTurns.givenUp(started(1)))).containsExactly(Promise.ENDED);
    }

    @Test
    void twoEnds() {
        assertThat(promises(SeenTurns.of(1, started(1), delta(1, 0, TEXT), done(1, 1, TEXT.length(), "stop"),
                done(1, 1, TEXT.length(), "stop")))).containsExactly(Promise.ENDED_ONCE);
    }

    @Test
    void aDeltaOfAnOlderAttempt() {
        assertThat(promises(SeenTurns.of(1, started(1), started(2), delta(1, 0, TEXT), delta(2, 0, TEXT),
                done(2, 1, TEXT.length(), "stop")))).containsExactly(Promise.IN_ORDER);
    }

    @Test
    void aGapAndALostEnd() {
        assertThat(promises(SeenTurns.of(1, started(1), delta(1, 1, TEXT), done(1, 2, TEXT.length(), "stop"))))
                .containsExactly(Promise.NOTHING_LOST);
        assertThat(promises(SeenTurns.of(1, started(1), done(1, 1, TEXT.length(), "stop"))))
                .contains(Promise.NOTHING_LOST);
    }

    @Test
    void aDeltaTwice() {
        assertThat(promises(SeenTurns.of(1, started(1), delta(1, 0, TEXT), delta(1, 0, TEXT),
                done(1, 1, 2 * TEXT.length(), "stop")))).contains(Promise.NOTHING_TWICE);
    }

    @Test
    void otherWords() {
        assertThat(promises(SeenTurns.of(1, started(1), delta(1, 0, "else"), done(1, 1, 4, "stop"))))
                .containsOnly(Promise.NOTHING_LOST);
    }

    @Test
    void textOfAnotherPrincipal() {
        assertThat(promises(SeenTurns.of(1, started(1), delta(1, 0, TEXT + "@p7."), done(1, 1, TEXT.length() + 4,
                "stop")))).contains(Promise.ISOLATED);
        SeenTurn own = SeenTurns.ofPrincipal("p7", 2);
        String answer = own.expectedText();
        assertThat(promises(SeenTurns.ofPrincipal("p7", 2, started(1), delta(1, 0, answer),
                done(1, 1, answer.length(), "stop")))).isEmpty();
        assertThat(promises(SeenTurns.ofPrincipal("p8", 2, started(1), delta(1, 0, answer),
                done(1, 1, answer.length(), "stop")))).contains(Promise.ISOLATED);
    }

    @Test
    void anEndThatNobodyAskedForAndNothingCalledFor() {
        SseEvent[] cancelled = {started(1), delta(1, 0, TEXT), done(1, 1, TEXT.length(), "cancelled")};
        assertThat(promises(SeenTurns.of(1, cancelled))).containsExactly(Promise.RIGHT_END);
        assertThat(promises(SeenTurns.cancelled(1, cancelled))).isEmpty();
        SseEvent[] lost = {started(1), delta(1, 0, TEXT), error(1, 1, TEXT.length(), "worker_lost")};
        assertThat(promises(SeenTurns.of(1, lost))).containsExactly(Promise.RIGHT_END);
        assertThat(promises(SeenTurns.failing(1, lost))).isEmpty();
        SseEvent[] cut = {started(1), delta(1, 0, TEXT), error(1, 1, TEXT.length(), "upstream_truncated")};
        assertThat(promises(SeenTurns.of(1, cut))).containsExactly(Promise.RIGHT_END);
        assertThat(promises(SeenTurns.troubled(1, cut))).isEmpty();
    }

    @Test
    void doneAlthoughTheProviderWasCutShort() {
        assertThat(promises(SeenTurns.troubled(1, started(1), delta(1, 0, TEXT), done(1, 1, TEXT.length(), "stop"))))
                .containsExactly(Promise.RIGHT_END);
    }

    private static List<Promise> promises(SeenTurn turn) {
        return ClientChecks.check(turn).stream().map(BrokenPromise::promise).toList();
    }

    private static SseEvent started(int attempt) {
        return event("started", Map.of("attempt", attempt, "model", "m", "provider", "p"));
    }

    private static SseEvent delta(int attempt, int seq, String content) {
        return event("delta", Map.of("attempt", attempt, "seq", seq, "content", content));
    }

    private static SseEvent done(int attempt, int seq, int length, String reason) {
        return event("done", Map.of("attempt", attempt, "seq", seq, "length", length, "finishReason", reason));
    }

    private static SseEvent error(int attempt, int seq, int length, String code) {
        return event("error", Map.of("attempt", attempt, "seq", seq, "length", length, "code", code, "message", "m",
                "retryable", true));
    }

    private static SseEvent event(String type, Map<String, ?> data) {
        return new SseEvent("id", type, new String(Json.write(data), StandardCharsets.UTF_8));
    }
}
