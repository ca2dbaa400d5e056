package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    private final List<String> happened = new ArrayList<>();
    private boolean full;
    private final SocketStreams readings = new SocketStreams(3, () -> full);

    @Test
    void thoseThatFoundNoRoomGoOnInTurnTheLongestWaitingFirst() {
        SocketStreams.Slot a = read("a");
        SocketStreams.Slot b = read("b");
        full = true;
        a.fellBehind();
        b.fellBehind();
        a.fellBehind();
        readings.next();
        assertThat(happened).isEmpty();
        full = false;
        readings.next();
        assertThat(happened).containsExactly("a drained");
        a.fellBehind();
        readings.next();
        readings.next();
        readings.next();
        assertThat(happened).containsExactly("a drained", "b drained", "a drained");
    }

    @Test
    void onlySoManyAreReadThatOnesStillLookedForIncluded() {
        read("a");
        SocketStreams.Slot looking = readings.reserve();
        SocketStreams.Slot third = read("c");
        assertThatThrownBy(readings::reserve).isInstanceOfSatisfying(ProblemException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS));
        looking.free();
        looking.free();
        read("b");
        assertThatThrownBy(readings::reserve).isInstanceOf(ProblemException.class);
        third.free();
        readings.reserve();
    }

    @Test
    void whatIsAskedForAgainIsReadFromTheNewPlaceOnly() {
        SocketStreams.Slot before = read("a");
        read("a");
        assertThat(happened).containsExactly("a leaves");
        before.free();
        assertThat(readings.find(subject("a"))).isPresent();
    }

    @Test
    void whoHasLeftIsNotWokenAnyMore() {
        SocketStreams.Slot gone = read("a");
        gone.fellBehind();
        gone.free();
        gone.fellBehind();
        readings.next();
        assertThat(happened).isEmpty();
        assertThat(readings.find(subject("a"))).isEmpty();
    }

    private SocketStreams.Slot read(String name) {
        SocketStreams.Slot slot = readings.reserve();
        slot.fill(subject(name), new SocketStream() {
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
            public void lose() {
                slot.free();
            }

            @Override
            public void stop() {
                slot.free();
            }
        });
        return slot;
    }

    private static StreamKey subject(String name) {
        return new StreamKey(new SessionId(name), null);
    }
}
