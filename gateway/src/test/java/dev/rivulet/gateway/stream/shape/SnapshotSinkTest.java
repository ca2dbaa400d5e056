package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import org.junit.jupiter.api.Test;

class SnapshotSinkTest {

    private final RecordingClient client = new RecordingClient();
    private EventSink<TurnEvent> sink = late(1_000);
    private long offset = 10;

    @Test
    void theTextSoFarIsOneEventAndLiveEventsFollow() {
        show(Chunks.started(1), new Delta(1, 0, "a"), new Delta(1, 1, "b"));
        assertThat(client.events).isEmpty();
        sink.caughtUp();
        show(new Delta(1, 2, "c"), Chunks.done(1, 3, "stop", 3));
        assertThat(client.types()).containsExactly("started", "snapshot", "delta", "done");
        RecordingClient.Shown snapshot = client.events.get(1);
        assertThat(snapshot.data().toString()).isEqualTo("{\"attempt\":1,\"seq\":1,\"content\":\"ab\"}");
        assertThat(snapshot.cursor().offset()).isEqualTo(12);
        assertThat(client.flushed).containsExactly(2);
    }

    @Test
    void whatIsNoTextStandsBesideItWhereItBelongs() {
        show(Chunks.started(1), new Reasoning(1, 0, "hm"), new Delta(1, 1, "ab"),
                new ToolCall(1, 2, 0, "c0", "f", "{", null));
        sink.caughtUp();
        show(new ToolCall(1, 3, 0, "c0", null, "}", true), Chunks.done(1, 4, "tool_calls", 2));
        assertThat(client.types()).containsExactly("started", "snapshot", "tool-call", "done");
        assertThat(client.events.get(1).data().toString()).isEqualTo("{\"attempt\":1,\"seq\":2,\"content\":\"ab\","
                + "\"parts\":[{\"type\":\"reasoning\",\"at\":0,\"content\":\"hm\"},{\"type\":\"tool-call\",\"at\":2,"
                + "\"index\":0,\"callId\":\"c0\",\"name\":\"f\",\"arguments\":\"{\"}]}");
        assertThat(client.events.get(1).cursor().offset()).isEqualTo(13);
    }

    @Test
    void anEndedTurnIsItsStartItsTextAndItsEnd() {
        show(Chunks.started(1), new Delta(1, 0, "a"), Chunks.done(1, 1, "stop", 1));
        assertThat(client.types()).containsExactly("started", "snapshot", "done");
    }

    @Test
    void nothingOfASupersededAttemptIsShown() {
        show(Chunks.started(1), new Delta(1, 0, "void"), Chunks.started(2), new Delta(2, 0, "b"));
        sink.caughtUp();
        assertThat(client.types()).containsExactly("started", "snapshot");
        assertThat(client.events.getFirst().data().path("attempt").asInt()).isEqualTo(2);
        assertThat(client.events.getLast().content()).isEqualTo("b");
    }

    @Test
    void theTextThatAnAttemptContinuesIsInItsSnapshot() {
        show(Chunks.started(1), new Delta(1, 0, "a"), Chunks.started(2).continuing(new Started.Continues(1, 1)));
        sink.caughtUp();
        show(new Delta(2, 1, "b"));
        assertThat(client.types()).containsExactly("started", "snapshot", "delta");
        assertThat(client.events.get(1).data().toString()).isEqualTo("{\"attempt\":2,\"seq\":0,\"content\":\"a\"}");
        assertThat(client.events.get(1).cursor()).isEqualTo(client.events.getFirst().cursor());
    }

    @Test
    void withoutTextThereIsNoSnapshot() {
        sink.caughtUp();
        show(Chunks.started(1));
        sink.caughtUp();
        show(new Delta(1, 0, "a"));
        assertThat(client.types()).containsExactly("started", "delta");
    }

    @Test
    void aTurnThatEndedBeforeItsFirstAttemptIsItsEnd() {
        show(Chunks.failed(0, 0, "queue_timeout"));
        assertThat(client.types()).containsExactly("error");
    }

    @Test
    void aLongTextIsASnapshotOfItsBeginningAndDeltas() {
        sink = late(10);
        show(Chunks.started(1));
        for (int seq = 0; seq < 20; seq++) {
            show(new Delta(1, seq, "1234"));
        }
        sink.caughtUp();
        assertThat(client.events.get(1).content()).hasSize(12);
        assertThat(client.types().subList(2, client.types().size())).hasSize(17).containsOnly("delta");
    }

    /** Three bytes for each character. */
    @Test
    void theBoundOfASnapshotCountsBytes() {
        sink = late(10);
        show(Chunks.started(1), new Delta(1, 0, "\u6d41\u6d41"), new Delta(1, 1, "\u6d41\u6d41"));
        assertThat(client.types()).containsExactly("started", "snapshot");
    }

    private EventSink<TurnEvent> late(int maxBytes) {
        return ReaderOptions.withSnapshot(Shaping.NONE).wrap(client, new ManualTimers(), maxBytes);
    }

    private void show(ChunkEvent... events) {
        for (ChunkEvent event : events) {
            sink.event(Chunks.turnRecord(offset++, event));
        }
    }
}
