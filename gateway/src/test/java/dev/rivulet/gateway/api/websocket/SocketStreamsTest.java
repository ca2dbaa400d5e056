package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Reader;
import dev.rivulet.schemas.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketStreamsTest {

    private final List<String> happened = new ArrayList<>();
    private boolean full;
    private final SocketStreams streams = new SocketStreams(3, () -> full);

    @Test
    void thoseThatFoundNoRoomGoOnInTurnTheLongestWaitingFirst() {
        SocketStreams.Slot a = read("a");
        SocketStreams.Slot b = read("b");
        full = true;
        a.waitForRoom();
        b.waitForRoom();
        a.waitForRoom();
        streams.resumeNext();
        assertThat(happened).isEmpty();
        full = false;
        streams.resumeNext();
        assertThat(happened).containsExactly("a drained");
        a.waitForRoom();
        streams.resumeNext();
        streams.resumeNext();
        streams.resumeNext();
        assertThat(happened).containsExactly("a drained", "b drained", "a drained");
    }

    @Test
    void onlySoManyAreReadThatOnesStillLookedForIncluded() {
        read("a");
        SocketStreams.Slot looking = streams.reserve();
        SocketStreams.Slot third = read("c");
        assertThatThrownBy(streams::reserve).isInstanceOfSatisfying(ProblemException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS));
        looking.free();
        looking.free();
        read("b");
        assertThatThrownBy(streams::reserve).isInstanceOf(ProblemException.class);
        third.free();
        streams.reserve();
    }

    @Test
    void whatIsAskedForAgainIsReadFromTheNewPlaceOnly() {
        SocketStreams.Slot before = read("a");
        read("a");
        assertThat(happened).containsExactly("a leaves");
        before.free();
        assertThat(streams.find(key("a"))).isPresent();
    }

    @Test
    void whoHasLeftIsNotWokenAnyMore() {
        SocketStreams.Slot gone = read("a");
        gone.waitForRoom();
        gone.free();
        gone.waitForRoom();
        streams.resumeNext();
        assertThat(happened).isEmpty();
        assertThat(streams.find(key("a"))).isEmpty();
    }

    private SocketStreams.Slot read(String name) {
        SocketStreams.Slot slot = streams.reserve();
        slot.fill(key(name), new Reader() {
            @Override
            public void drained() {
                happened.add(name + " drained");
            }

            @Override
            public void leave() {
                happened.add(name + " leaves");
                slot.free();
            }

            @Override
            public void lost() {
                slot.free();
            }

            @Override
            public void shutDown() {
                slot.free();
            }
        });
        return slot;
    }

    private static StreamKey key(String name) {
        return new StreamKey(new SessionId(name), null);
    }
}
