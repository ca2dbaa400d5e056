package dev.rivulet.worker.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.LoggedCalls;
import dev.rivulet.worker.execution.StandingText;
import dev.rivulet.worker.execution.TokenEstimate;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecoveredAttemptTest {

    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final TurnFinished END = new TurnFinished(new SessionId("s"), TURN, 2, TurnFinished.COORDINATOR,
            Outcome.cancelled(), 0, "", null, null, new Timings(900, null, 900));

    private final RecoveredAttempt attempt = new RecoveredAttempt(new LostAttempt(END, "w-1"), 100);
    private long at = TURN.timestamp();

    @Test
    void whatTheAttemptProducedIsInTheResult() {
        add("w-1", new Started(2, "m", "p"));
        add("w-1", new Delta(2, 0, "one"));
        add("w-1", new Delta(2, 1, " two"));

        TurnFinished result = attempt.result();

        assertThat(result.text()).isEqualTo("one two");
        assertThat(result.seq()).isEqualTo(2);
        assertThat(result.model()).isEqualTo("m");
        assertThat(result.provider()).isEqualTo("p");
        assertThat(result.outcome().withUsage(null)).isEqualTo(END.outcome());
        assertThat(result.byCoordinator()).isTrue();
        assertThat(result.timings()).isEqualTo(new Timings(10, 10L, 900));
    }

    @Test
    void otherAttemptsAndOtherWorkersDoNotCount() {
        add("w-1", new Started(1, "m", "p"));
        add("w-1", new Delta(1, 0, "old"));
        add("w-1", new Started(2, "m", "p"));
        add("w-2", new Delta(2, 0, "other"));
        add("w-1", new Delta(2, 0, "own"));
        add("w-2", new Started(3, "m", "p"));
        add("w-2", new Delta(3, 0, "new"));

        assertThat(attempt.result().text()).isEqualTo("own");
        assertThat(attempt.result().seq()).isEqualTo(1);
    }

    @Test
    void onlyTheTextBeforeAGapCounts() {
        add("w-1", new Started(2, "m", "p"));
        add("w-1", new Delta(2, 0, "one"));
        add("w-1", new Delta(2, 1, " two"));
        add("w-1", new Delta(2, 3, " four"));
        add("w-1", new Delta(2, 4, " five"));

        assertThat(attempt.result().text()).isEqualTo("one two");
        assertThat(attempt.result().seq()).isEqualTo(2);
    }

    @Test
    void onlyTheTextBeforeTheFirstSealCounts() {
        add("w-1", new Started(2, "m", "p"));
        add("w-1", new Delta(2, 0, "one"));
        add("w-2", new Sealed(1));
        add("w-1", new Delta(2, 1, " two"));
        add("w-2", new Sealed(2));
        add("w-1", new Delta(2, 2, " three"));
        add("w-3", new Sealed(2));

        assertThat(attempt.result().text()).isEqualTo("one two");
        assertThat(attempt.result().seq()).isEqualTo(2);
    }

    @Test
    void aRepeatedDeltaCountsOnce() {
        add("w-1", new Started(2, "m", "p"));
        add("w-1", new Delta(2, 0, "one"));
        add("w-1", new Delta(2, 0, "one"));
        add("w-1", new Delta(2, 1, " two"));

        assertThat(attempt.result().text()).isEqualTo("one two");
    }

    @Test
    void textThatIsNotKeptStillCounts() {
        RecoveredAttempt little = new RecoveredAttempt(new LostAttempt(END, "w-1"), 4);
        add(little, "w-1", new Started(2, "m", "p"));
        add(little, "w-1", new Delta(2, 0, "one two"));

        assertThat(little.result().text()).isEqualTo("one ");
        assertThat(little.result().length()).isEqualTo(7);
    }

    @Test
    void anAttemptThatNeverBeganEndsWithNothing() {
        assertThat(attempt.result()).isEqualTo(END);
    }

    @Test
    void whatTheTurnHasUsedIsEstimatedForAllAttemptsThatBegan() {
        String asked = "Write a haiku about rain, please.";
        RecoveredAttempt lost = new RecoveredAttempt(new LostAttempt(
                END.withInput(new TurnInput(TURN, asked, null, "m", null)), "w-1", true,
                new LostAttempt.PromptSize(1, asked.length())), 100);
        TokenEstimate.awaitTokenizer();
        long prompt = TokenEstimate.of(List.of(Message.user(asked)));
        add(lost, "w-0", new Started(1, "m", "p"));
        assertThat(usage(lost)).isEqualTo(Usage.estimate(prompt, 0));
        add(lost, "w-0", new Delta(1, 0, "one two three"));
        add(lost, "w-1", new Started(2, "m", "p", new Started.Continues(1, 13)));
        add(lost, "w-1", new Delta(2, 1, " four five"));
        long text = TokenEstimate.of("one two three four five");
        assertThat(usage(lost).completionTokens()).isEqualTo(text);
        assertThat(usage(lost).promptTokens())
                .isEqualTo(2 * prompt + TokenEstimate.scaled(13, "one two three four five"));
        assertThat(usage(lost).wasEstimated()).isTrue();
    }

    private static Usage usage(RecoveredAttempt lost) {
        return ((Outcome.Completed) lost.result().outcome()).usage();
    }

    @Test
    void theTextThatTheAttemptContinuesIsInTheResult() {
        add("w-0", new Started(1, "m", "p"));
        add("w-0", new Delta(1, 0, "one"));
        add("w-0", new Delta(1, 1, " two"));
        add("w-1", new Sealed(1));
        add("w-0", new Delta(1, 2, " late"));
        add("w-1", new Started(2, "m2", "p2", new Started.Continues(2, 7)));
        add("w-1", new Delta(2, 2, " three"));

        TurnFinished result = attempt.result();

        assertThat(result.text()).isEqualTo("one two three");
        assertThat(result.seq()).isEqualTo(3);
        assertThat(result.model()).isEqualTo("m2");
    }

    @Test
    void whatStandsIfTheAttemptThatWasToContinueItNeverBeganIsInTheResult() {
        RecoveredAttempt continuing = new RecoveredAttempt(new LostAttempt(END, "w-1", true), 100);
        for (RecoveredAttempt lost : List.of(continuing, attempt)) {
            add(lost, "w-0", new Started(1, "m", "p"));
            add(lost, "w-0", new Delta(1, 0, "one"));
            add(lost, "w-1", new Sealed(1));
        }

        assertThat(continuing.result().text()).isEqualTo("one");
        assertThat(continuing.result().seq()).isEqualTo(1);
        assertThat(attempt.result().with(END.outcome())).isEqualTo(END);
    }

    @Test
    void whatStandsIsWhatTheNewestAttemptsReadersWereShown() {
        RecoveredAttempt both = earlier(100);
        add(both, "w-0", new Started(1, "m", "p"));
        add(both, "w-0", new Delta(1, 0, "void"));
        add(both, "w-1", new Started(2, "m", "p"));
        add(both, "w-0", new Delta(1, 1, "late"));
        add(both, "w-1", new Delta(2, 0, "one"));
        add(both, "w-1", new Delta(2, 2, "behind a gap"));
        add(both, "w-3", new Sealed(2));
        add(both, "w-1", new Delta(2, 1, "behind the seal"));

        assertThat(both.standing()).contains(
                new StandingText(new Started(2, "m", "p"), 1, "one", null, new LoggedCalls(2, 0, 7)));
    }

    @Test
    void nothingStandsOfAttemptsWithoutText() {
        RecoveredAttempt none = earlier(100);
        add(none, "w-0", new Started(1, "m", "p"));
        add(none, "w-3", new Sealed(2));

        assertThat(none.standing()).isEmpty();
    }

    @Test
    void textOfWhichReadersMayHaveBeenShownMoreIsNotContinued() {
        RecoveredAttempt little = earlier(4);
        add(little, "w-0", new Started(1, "m", "p"));
        add(little, "w-0", new Delta(1, 0, "one two"));

        assertThatIllegalStateException().isThrownBy(little::standing);
    }

    @Test
    void reasoningAndToolCallsAreInTheResultUpToTheGap() {
        add("w-1", new Started(2, "m", "p"));
        add("w-1", new Reasoning(2, 0, "hm"));
        add("w-1", new Delta(2, 1, "one"));
        add("w-1", new ToolCall(2, 2, 0, "c1", "f", "{", null));
        add("w-1", new ToolCall(2, 4, 0, "c1", null, "}", true));

        assertThat(attempt.result().parts()).containsExactly(new AnswerPart.Thought(0, "hm", null),
                new AnswerPart.Call(3, 0, "c1", "f", "{", null));
        assertThat(attempt.result().seq()).isEqualTo(3);
    }

    @Test
    void noMoreIsKeptThanFitsWhateverItIs() {
        RecoveredAttempt little = new RecoveredAttempt(new LostAttempt(END, "w-1"), 6);
        add(little, "w-1", new Started(2, "m", "p"));
        add(little, "w-1", new Reasoning(2, 0, "hm"));
        add(little, "w-1", new Delta(2, 1, "one"));
        add(little, "w-1", new ToolCall(2, 2, 0, "c1", "f", "{}", true));
        add(little, "w-1", new Delta(2, 3, "more"));

        assertThat(little.length()).isEqualTo(5);
        assertThat(little.result().text()).isEqualTo("one");
        assertThat(little.result().parts()).containsExactly(new AnswerPart.Thought(0, "hm", null));
        assertThat(little.result().seq()).isEqualTo(4);
    }

    @Test
    void textIsContinuedWithTheReasoningBeforeItAndReasoningAloneIsNot() {
        RecoveredAttempt text = earlier(100);
        add(text, "w-0", new Started(1, "m", "p"));
        add(text, "w-0", new Reasoning(1, 0, "hm"));
        assertThat(text.standing()).isEmpty();
        add(text, "w-0", new Delta(1, 1, "one"));
        assertThat(text.standing()).hasValueSatisfying(standing -> {
            assertThat(standing.seq()).isEqualTo(2);
            assertThat(standing.text()).isEqualTo("one");
            assertThat(standing.parts()).containsExactly(new AnswerPart.Thought(0, "hm", null));
        });
    }

    @Test
    void anAnswerWithAToolCallIsNeverContinued() {
        RecoveredAttempt call = earlier(100);
        add(call, "w-0", new Started(1, "m", "p"));
        add(call, "w-0", new Delta(1, 0, "one"));
        add(call, "w-0", new ToolCall(1, 1, 0, "c1", "f", "{", null));

        assertThatIllegalStateException().isThrownBy(call::standing);
    }

    private static RecoveredAttempt earlier(int maxChars) {
        return new RecoveredAttempt(END.sessionTurn(), 2, maxChars);
    }

    private void add(String owner, ChunkEvent event) {
        add(attempt, owner, event);
    }

    private void add(RecoveredAttempt collecting, String owner, ChunkEvent event) {
        RecordHeaders headers = new RecordHeaders();
        new ChunkHeaders(TURN, EventType.of(event), event.attempt()).writeTo(headers, owner);
        at += 10;
        collecting.add(new ConsumerRecord<>("chunk-events", 0, 0, at, TimestampType.CREATE_TIME, 0, 0,
                END.sessionId().keyBytes(),
                Json.write(event), headers, Optional.empty()));
    }
}
