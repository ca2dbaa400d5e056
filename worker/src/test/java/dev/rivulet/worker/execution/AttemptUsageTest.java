package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.command.TurnOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AttemptUsageTest {

    private static final List<Message> PROMPT = List.of(Message.user("Hello, world!"));
    private static long promptTokens;
    private static final String HALF = "one two three";
    private static long halfTokens;

    private final AttemptUsage used = new AttemptUsage(new LostUsage(new TurnJob(new SessionId("s"),
            TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), 1, 0, PROMPT, TurnOptions.NONE, null),
            (turn, attempt) -> null));

    @BeforeAll
    static void load() {
        TokenEstimate.awaitTokenizer();
        promptTokens = TokenEstimate.of(PROMPT);
        halfTokens = TokenEstimate.of(HALF);
    }

    @Test
    void whereNoProviderWasAskedThereIsNone() {
        assertThat(used.total(PROMPT, "")).isNull();
    }

    @Test
    void whatTheProviderSaysCounts() {
        used.requestSent(0);
        used.working();
        used.reported(new Usage(10, 20, 30));
        assertThat(used.total(PROMPT, HALF)).isEqualTo(new Usage(10, 20, 30));
    }

    @Test
    void whereItSaysNothingTokensAreEstimated() {
        used.requestSent(0);
        used.working();
        assertThat(used.total(PROMPT, HALF)).isEqualTo(Usage.estimate(promptTokens, halfTokens));
    }

    @Test
    void aRequestThatWasStoppedBeforeItsFirstTokenHasUsedItsPrompt() {
        used.requestSent(0);
        assertThat(used.total(PROMPT, "")).isEqualTo(Usage.estimate(promptTokens, 0));
    }

    @Test
    void aRequestThatWasRefusedHasUsedNothing() {
        used.requestSent(0);
        used.failed(ErrorCode.RATE_LIMITED);
        assertThat(used.total(PROMPT, "")).isNull();
        used.requestSent(0);
        used.working();
        used.reported(new Usage(10, 20, 30));
        assertThat(used.total(PROMPT, HALF)).isEqualTo(new Usage(10, 20, 30));
    }

    @Test
    void aProviderThatWasLeftForItsSilenceWorkedOnThePrompt() {
        used.requestSent(0);
        used.failed(ErrorCode.FIRST_TOKEN_TIMEOUT);
        used.requestSent(0);
        used.working();
        used.reported(new Usage(10, 20, 30));
        assertThat(used.total(PROMPT, HALF)).isEqualTo(new Usage(10 + promptTokens, 20, 30 + promptTokens, true));
    }

    @Test
    void anAnswerThatGoesOnWithAnotherCallHasUsedBoth() {
        used.requestSent(0);
        used.working();
        used.failed(ErrorCode.UPSTREAM_TRUNCATED);
        used.requestSent(HALF.length());
        used.working();
        used.reported(new Usage(15, 7, 22));
        assertThat(used.total(PROMPT, HALF + " four")).isEqualTo(
                new Usage(15 + promptTokens, 7 + halfTokens, 22 + promptTokens + halfTokens, true));
    }

    @Test
    void aCallThatContinuesSendsTheTextSoFarWithItsPrompt() {
        used.requestSent(0);
        used.working();
        used.reported(new Usage(10, 20, 30));
        used.requestSent(HALF.length());
        used.working();
        assertThat(used.total(PROMPT, HALF + HALF)).isEqualTo(new Usage(10, 20, 30)
                .plus(Usage.estimate(promptTokens + halfTokens, halfTokens)));
    }

    @Test
    void whatTheLostAttemptHasUsedCounts() {
        used.follows(new EarlierCalls(LoggedCalls.of(HALF), HALF));
        assertThat(used.total(PROMPT, HALF)).isEqualTo(Usage.estimate(promptTokens, halfTokens));
        used.requestSent(HALF.length());
        used.working();
        used.reported(new Usage(15, 7, 22));
        assertThat(used.total(PROMPT, HALF + " four"))
                .isEqualTo(Usage.estimate(promptTokens, halfTokens).plus(new Usage(15, 7, 22)));
    }

    @Test
    void textThatIsMissingDoesNotMatter() {
        used.requestSent(100);
        used.requestSent(50);
        assertThat(used.total(PROMPT, HALF)).isNotNull();
    }
}
