package dev.rivulet.gateway.log.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnAccumulatorTest {

    private final TurnAccumulator turn = new TurnAccumulator();

    @Test
    void aTurnWithoutEventsHasNoAttemptAndNoText() {
        assertThat(turn.attempt()).isZero();
        assertThat(turn.text()).isEmpty();
        assertThat(turn.terminal()).isEmpty();
    }

    @Test
    void theTextOfTheDeltasIsKeptUnchanged() {
        String awkward = "a\n\"b\"\\ \u2028 \uD83C\uDF0A\r\n\u0000";
        add(Chunks.started(1), new Delta(1, 0, awkward), new Delta(1, 1, " end"), Chunks.done(1, 2, "stop", 9));
        assertThat(turn.text()).isEqualTo(awkward + " end");
        assertThat(turn.terminal()).contains(Chunks.done(1, 2, "stop", 9));
    }

    @Test
    void aNewAttemptReplacesTheTextOfTheOldOne() {
        add(Chunks.started(1), new Delta(1, 0, "old"), Chunks.started(2), new Delta(1, 1, "stale"),
                new Delta(2, 0, "new"));
        assertThat(turn.text()).isEqualTo("new");
        assertThat(turn.attempt()).isEqualTo(2);
        assertThat(turn.terminal()).isEmpty();
    }

    @Test
    void anAttemptThatContinuesAddsToTheText() {
        add(Chunks.started(1), new Delta(1, 0, "one"), Chunks.started(2).continuing(new Started.Continues(1, 3)),
                new Delta(1, 1, "stale"), new Delta(2, 1, " two"));
        assertThat(turn.text()).isEqualTo("one two");
        assertThat(turn.attempt()).isEqualTo(2);
    }

    @Test
    void aPartialAnswerIsKeptOnError() {
        TurnError failed = Chunks.failed(1, 1, "idle_timeout");
        add(Chunks.started(1), new Delta(1, 0, "half"), failed, Chunks.done(1, 1, "stop", 4));
        assertThat(turn.text()).isEqualTo("half");
        assertThat(turn.terminal()).contains(failed);
    }

    private void add(ChunkEvent... events) {
        List.of(events).forEach(event -> turn.add(Chunks.turnRecord(0, event)));
    }
}
