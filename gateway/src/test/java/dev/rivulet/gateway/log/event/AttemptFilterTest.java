package dev.rivulet.gateway.log.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.event.TurnError;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptFilterTest {

    private final AttemptFilter filter = new AttemptFilter();

    @Test
    void allRecordsOfATurnWithOneAttemptAreAdmitted() {
        assertThat(admits(Chunks.started(1))).isTrue();
        assertThat(admits(delta(1, 0))).isTrue();
        assertThat(admits(delta(1, 1))).isTrue();
        assertThat(admits(Chunks.done(1, 2, "stop", 2))).isTrue();
        assertThat(filter.ended()).isTrue();
        assertThat(filter.incomplete()).isFalse();
    }

    @Test
    void anOldAttemptIsNotAdmittedAfterANewerOneStarted() {
        admits(Chunks.started(1));
        admits(delta(1, 0));
        assertThat(admits(Chunks.started(2))).isTrue();
        assertThat(admits(delta(1, 1))).isFalse();
        assertThat(admits(Chunks.started(1))).isFalse();
        assertThat(admits(delta(2, 0))).isTrue();
    }

    @Test
    void aDeltaBeforeItsStartedIsNotAdmitted() {
        assertThat(admits(delta(0, 0))).isFalse();
        assertThat(admits(delta(1, 0))).isFalse();
        admits(Chunks.started(1));
        assertThat(admits(delta(2, 0))).isFalse();
    }

    @Test
    void aRepeatedStartedIsAdmittedOnce() {
        assertThat(admits(Chunks.started(1))).isTrue();
        assertThat(admits(Chunks.started(1))).isFalse();
    }

    @Test
    void nothingOfAnAttemptIsAdmittedBehindAGap() {
        admits(Chunks.started(1));
        admits(delta(1, 0));
        assertThat(admits(delta(1, 2))).isFalse();
        assertThat(admits(delta(1, 3))).isFalse();
        assertThat(admits(Chunks.started(2))).isTrue();
        assertThat(admits(delta(2, 0))).isTrue();
    }

    @Test
    void piecesOfEveryKindAreCountedTogether() {
        admits(Chunks.started(1));
        assertThat(admits(new Reasoning(1, 0, "hm"))).isTrue();
        assertThat(admits(delta(1, 1))).isTrue();
        assertThat(admits(new ToolCall(1, 2, 0, "c", "n", "{", null))).isTrue();
        assertThat(admits(new ToolCall(1, 2, 0, "c", "n", "{", null))).isFalse();
        assertThat(admits(new ToolCall(1, 4, 0, "c", null, "}", true))).isFalse();
        assertThat(admits(delta(1, 5))).isFalse();
        assertThat(admits(Chunks.done(1, 6, "tool_calls", 1))).isTrue();
        assertThat(filter.incomplete()).isTrue();
    }

    @Test
    void nothingOfAnAttemptIsAdmittedBehindItsSeal() {
        admits(Chunks.started(1));
        admits(delta(1, 0));

        assertThat(admits(new Sealed(1))).isFalse();

        assertThat(admits(delta(1, 1))).isFalse();
        assertThat(admits(new Sealed(1))).isFalse();
        assertThat(admits(delta(1, 2))).isFalse();
        assertThat(filter.nextSeq()).isEqualTo(1);
        assertThat(admits(Chunks.failed(1, 1, "worker_lost"))).isTrue();
    }

    @Test
    void anAttemptThatStartsBehindItsSealIsNotAdmittedAndALaterOneIs() {
        admits(new Sealed(1));

        assertThat(admits(Chunks.started(1))).isFalse();
        assertThat(admits(delta(1, 0))).isFalse();
        assertThat(admits(Chunks.started(2))).isTrue();
        assertThat(admits(delta(2, 0))).isTrue();
    }

    @Test
    void theSealOfAnEarlierAttemptHidesNothingOfTheOneThatIsShown() {
        admits(Chunks.started(1));
        admits(Chunks.started(2));
        admits(new Sealed(1));

        assertThat(admits(delta(2, 0))).isTrue();
    }

    @Test
    void anAttemptThatContinuesIsOneAnswerWithWhatWasShown() {
        admits(Chunks.started(1));
        admits(delta(1, 0));
        admits(delta(1, 1));
        admits(new Sealed(1));
        assertThat(admits(delta(1, 2))).isFalse();

        assertThat(admits(continuing(2, 2))).isTrue();

        assertThat(admits(delta(1, 2))).isFalse();
        assertThat(admits(delta(2, 2))).isTrue();
        assertThat(admits(Chunks.done(2, 3, "stop", 3))).isTrue();
        assertThat(filter.incomplete()).isFalse();
    }

    @Test
    void anAttemptGoesOnWhereAGapEndedWhatWasShown() {
        admits(Chunks.started(1));
        admits(delta(1, 0));
        admits(delta(1, 2));
        admits(new Sealed(1));

        assertThat(admits(continuing(2, 1))).isTrue();
        assertThat(admits(delta(2, 1))).isTrue();
    }

    /** Nothing is shown twice, and nothing is missing without the reader's knowing. */
    @Test
    void anAttemptThatContinuesOtherTextThanWasShownIsNotAdmitted() {
        admits(Chunks.started(1));
        admits(delta(1, 0));
        admits(delta(1, 1));

        assertThat(admits(continuing(2, 1))).isFalse();
        assertThat(admits(delta(2, 1))).isFalse();
        assertThat(admits(delta(2, 2))).isFalse();

        admits(Chunks.done(2, 3, "stop", 3));
        assertThat(filter.incomplete()).isTrue();
    }

    @Test
    void aReaderThatResumesAtTheStartOfAnAttemptThatContinuesIsShownItsFirstDelta() {
        TurnRecord start = Chunks.turnRecord(0, continuing(2, 5));
        AttemptFilter resumed = new AttemptFilter(start.attempt(), start.nextSeq());

        assertThat(resumed.show(Chunks.turnRecord(1, delta(2, 5)))).isPresent();
    }

    private static Started continuing(int attempt, long seq) {
        return Chunks.started(attempt).continuing(new Started.Continues(seq, seq));
    }

    @Test
    void aRepeatedDeltaIsAdmittedOnce() {
        admits(Chunks.started(1));
        assertThat(admits(delta(1, 0))).isTrue();
        assertThat(admits(delta(1, 0))).isFalse();
        assertThat(admits(delta(1, 1))).isTrue();
    }

    @Test
    void aDeltaThatCannotBeReadIsAGap() {
        admits(Chunks.started(1));
        ChunkHeaders headers = new ChunkHeaders(Chunks.TURN, EventType.DELTA, 1);
        byte[] broken = "{\"attempt\":1,\"se".getBytes(StandardCharsets.US_ASCII);
        assertThat(filter.show((TurnRecord) ChunkRecord.of(0, Chunks.TIMESTAMP, headers, broken))).isEmpty();
        assertThat(admits(delta(1, 1))).isFalse();
    }

    @Test
    void aDoneWithMoreDeltasThanWereShownIsShownAsAnError() {
        admits(Chunks.started(1));
        admits(delta(1, 0));
        admits(delta(1, 2));

        TurnRecord.Shown shown = show(Chunks.done(1, 3, "stop", 30)).orElseThrow();

        assertThat(((TurnRecord.Failed) shown).data())
                .isEqualTo(new TurnError(1, 3, "internal", "Part of the answer is missing in Kafka.", true, null, 30,
                        Chunks.TIMINGS));
        assertThat(filter.ended()).isTrue();
        assertThat(filter.incomplete()).isTrue();
    }

    @Test
    void aDoneOfAnAttemptWhoseTextWasNotShownIsShownAsAnError() {
        admits(Chunks.started(1));
        admits(delta(1, 0));
        assertThat(show(Chunks.done(2, 1, "stop", 1))).containsInstanceOf(TurnRecord.Failed.class);
    }

    @Test
    void theFirstTerminalEndsTheTurnWhateverItsAttempt() {
        admits(Chunks.started(2));
        assertThat(admits(Chunks.failed(1, 0, "internal"))).isTrue();
        assertThat(admits(Chunks.done(2, 0, "stop", 0))).isFalse();
        assertThat(admits(Chunks.started(3))).isFalse();
        assertThat(admits(delta(2, 0))).isFalse();
    }

    @Test
    void aTurnMayEndBeforeItsFirstAttempt() {
        assertThat(show(Chunks.done(0, 0, "cancelled", 0))).containsInstanceOf(TurnRecord.Done.class);
    }

    @Test
    void aResumedReaderContinuesWithItsAttemptAndItsNextDelta() {
        AttemptFilter resumed = new AttemptFilter(2, 5);
        assertThat(resumed.show(Chunks.turnRecord(0, delta(1, 5)))).isEmpty();
        assertThat(resumed.show(Chunks.turnRecord(1, Chunks.started(2)))).isEmpty();
        assertThat(resumed.show(Chunks.turnRecord(2, delta(2, 6)))).isEmpty();
        assertThat(resumed.show(Chunks.turnRecord(3, delta(2, 5)))).isPresent();
    }

    private static Delta delta(int attempt, long seq) {
        return new Delta(attempt, seq, "x");
    }

    private boolean admits(ChunkEvent event) {
        return show(event).isPresent();
    }

    private Optional<TurnRecord.Shown> show(ChunkEvent event) {
        return filter.show((TurnRecord) Chunks.record(0, event));
    }
}
