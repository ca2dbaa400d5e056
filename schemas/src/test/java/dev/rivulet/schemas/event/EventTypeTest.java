package dev.rivulet.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTypeTest {

    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final List<ChunkEvent> EVENTS = List.of(new Started(1, "m", "p"), new Delta(1, 0, "x"),
            new Reasoning(1, 1, "x"),
            new ToolCall(1, 2, 0, "c", "n", "", null),
            new Sealed(1),
            new Done(1, 1, "stop", null, 1, new Timings(0, null, 1)),
            new TurnError(1, 1, "internal", "x", true, null, 1, null),
            new Queued(new TurnInput(TURN, "x", null, null, null)),
            new TurnPrompt(new TurnInput(TURN, "x", null, null, null)), new Forgotten(TURN));

    @Test
    void everyEventHasATypeOfItsOwnAndNoTypeIsWithoutEvent() {
        assertThat(Stream.of(EventType.values()).<Class<?>>map(EventType::event)).doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(leaves(ChunkEvent.class).toList());
        for (ChunkEvent event : EVENTS) {
            assertThat(EventType.of(event).event()).isEqualTo(event.getClass());
        }
        assertThat(EVENTS.stream().map(EventType::of)).containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void terminalTypesAreThoseOfTerminalEvents() {
        for (EventType type : EventType.values()) {
            assertThat(type.terminal()).as(type.wire())
                    .isEqualTo(ChunkEvent.Terminal.class.isAssignableFrom(type.event()));
        }
    }

    @Test
    void typesWithASeqAreThoseOfWhatTheModelSays() {
        for (EventType type : EventType.values()) {
            assertThat(type.part()).as(type.wire()).isEqualTo(ChunkEvent.Part.class.isAssignableFrom(type.event()));
        }
    }

    @Test
    void whatFollowersOfASessionSeeIsNoTurnsOwn() {
        assertThat(Stream.of(EventType.values()).filter(type -> !type.ofTurn())).containsExactly(EventType.QUEUED,
                EventType.PROMPT, EventType.FORGOTTEN);
    }

    @ParameterizedTest
    @EnumSource
    void wireNameIsRead(EventType type) {
        assertThat(EventType.parse(type.wire().getBytes(StandardCharsets.US_ASCII))).contains(type);
        assertThat(EventType.parse(type.wireBytes())).contains(type);
    }

    @Test
    void wireNamesAreThoseThatClientsKnow() {
        assertThat(Stream.of(EventType.values()).map(EventType::wire)).containsExactly("started", "delta", "reasoning",
                "tool-call", "sealed", "done", "error", "queued", "prompt", "forgotten");
    }

    @Test
    void aTypeOfALaterVersionIsEmpty() {
        assertThat(EventType.parse("thought".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(EventType.parse(new byte[0])).isEmpty();
        assertThat(EventType.parse(null)).isEmpty();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventTypeTest::leaves)
                : Stream.of(type);
    }
}
