package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Reader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketStreamsTest {

    private final List<String> calls = new ArrayList<>();
    private boolean full;
    private final SocketStreams streams = new SocketStreams(3, () -> full);

    @Test
    void streamsThatWaitForRoomResumeOneAfterTheOtherTheLongestWaitingFirst() {
        SocketStreams.Slot a = read("a");
        SocketStreams.Slot b = read("b");
        full = true;
        a.waitForRoom();
        b.waitForRoom();
        a.waitForRoom();
        streams.resumeNext();
        assertThat(calls).isEmpty();
        full = false;
        streams.resumeNext();
        assertThat(calls).containsExactly("a drained");
        a.waitForRoom();
        streams.resumeNext();
        streams.resumeNext();
        streams.resumeNext();
        assertThat(calls).containsExactly("a drained", "b drained", "a drained");
    }

    @Test
    void theNumberOfStreamsIsBoundedReservedOnesIncluded() {
        read("a");
        SocketStreams.Slot reserved = streams.reserve();
        SocketStreams.Slot third = read("c");
        assertThatThrownBy(streams::reserve).isInstanceOfSatisfying(ProblemException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS));
        reserved.free();
        reserved.free();
        read("b");
        assertThatThrownBy(streams::reserve).isInstanceOf(ProblemException.class);
        third.free();
        streams.reserve();
    }

    @Test
    void aStreamThatIsRequestedAgainReplacesTheOpenOne() {
        SocketStreams.Slot before = read("a");
        read("a");
        assertThat(calls).containsExactly("a leaves");
        before.free();
        assertThat(streams.find(key("a"))).isPresent();
    }

    @Test
    void aFreedSlotDoesNotResume() {
        SocketStreams.Slot gone = read("a");
        gone.waitForRoom();
        gone.free();
        gone.waitForRoom();
        streams.resumeNext();
        assertThat(calls).isEmpty();
        assertThat(streams.find(key("a"))).isEmpty();
    }

    private SocketStreams.Slot read(String name) {
        SocketStreams.Slot slot = streams.reserve();
        slot.fill(key(name), new Reader() {
            @Override
            public void drained() {
                calls.add(name + " drained");
            }

            @Override
            public void leave() {
                calls.add(name + " leaves");
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

            @Override
            public Caller caller() {
                return Caller.ANONYMOUS;
            }

            @Override
            public void revoke() {
                slot.free();
            }
        });
        return slot;
    }

    private static StreamKey key(String name) {
        return new StreamKey(Principal.ANONYMOUS.session(name), null);
    }
}
