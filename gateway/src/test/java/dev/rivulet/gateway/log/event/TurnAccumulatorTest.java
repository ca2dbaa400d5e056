package dev.rivulet.gateway.log.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.TurnError;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnAccumulatorTest {

    private final TurnAccumulator fold = new TurnAccumulator();

    @Test
    void nothingYetIsNoAttempt() {
        assertThat(fold.attempt()).isZero();
        assertThat(fold.text()).isEmpty();
        assertThat(fold.terminal()).isEmpty();
    }

    @Test
    void deltasMakeTheTextByteForByte() {
        String awkward = "a\n\"b\"\\ \u2028 \uD83C\uDF0A\r\n\u0000";
        add(Chunks.started(1), new Delta(1, 0, awkward), new Delta(1, 1, " end"), Chunks.done(1, 2, "stop", 9));
        assertThat(fold.text()).isEqualTo(awkward + " end");
        assertThat(fold.terminal()).contains(Chunks.done(1, 2, "stop", 9));
    }

    @Test
    void aNewAttemptVoidsTheTextOfTheOldOne() {
        add(Chunks.started(1), new Delta(1, 0, "old"), Chunks.started(2), new Delta(1, 1, "stale"),
                new Delta(2, 0, "new"));
        assertThat(fold.text()).isEqualTo("new");
        assertThat(fold.attempt()).isEqualTo(2);
        assertThat(fold.terminal()).isEmpty();
    }

    @Test
    void aPartialAnswerIsKeptOnError() {
        TurnError failed = Chunks.failed(1, 1, "idle_timeout");
        add(Chunks.started(1), new Delta(1, 0, "half"), failed, Chunks.done(1, 1, "stop", 4));
        assertThat(fold.text()).isEqualTo("half");
        assertThat(fold.terminal()).contains(failed);
    }

    private void add(ChunkEvent... events) {
        List.of(events).forEach(event -> fold.add(Chunks.turnRecord(0, event)));
    }
}
