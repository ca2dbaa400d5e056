package dev.rivulet.gateway.ws;

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
    private final Readings readings = new Readings(3, () -> full);

    @Test
    void thoseThatFoundNoRoomGoOnInTurnTheLongestWaitingFirst() {
        Readings.Slot a = read("a");
        Readings.Slot b = read("b");
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
        Readings.Slot looking = readings.reserve();
        Readings.Slot third = read("c");
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
        Readings.Slot before = read("a");
        read("a");
        assertThat(happened).containsExactly("a leaves");
        before.free();
        assertThat(readings.find(subject("a"))).isPresent();
    }

    @Test
    void whoHasLeftIsNotWokenAnyMore() {
        Readings.Slot gone = read("a");
        gone.fellBehind();
        gone.free();
        gone.fellBehind();
        readings.next();
        assertThat(happened).isEmpty();
        assertThat(readings.find(subject("a"))).isEmpty();
    }

    private Readings.Slot read(String name) {
        Readings.Slot slot = readings.reserve();
        slot.fill(subject(name), new Reading() {
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

    private static Subject subject(String name) {
        return new Subject(new SessionId(name), null);
    }
}
