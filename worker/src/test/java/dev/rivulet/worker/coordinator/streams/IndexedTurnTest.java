package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What tools do with the entries of the index when results are copied. */
class IndexedTurnTest {

    private static final StateFormat<IndexedTurn> FORMAT = StateFormat.of(IndexedTurn.class);
    private static final byte[] STORED = FORMAT.write(new IndexedTurn(17, 300, 1_000));

    @Test
    void anEntrySaysWhereTheCopyOfItsResultIs() {
        assertThat(IndexedTurn.ofCopy(STORED, offset -> OptionalLong.of(offset + 25)).map(FORMAT::read))
                .contains(new IndexedTurn(42, 300, 1_000));
    }

    @Test
    void anEntryWhoseResultIsGoneOrThatCannotBeReadIsNone() {
        assertThat(IndexedTurn.ofCopy(STORED, offset -> OptionalLong.empty())).isEmpty();
        assertThat(IndexedTurn.ofCopy(bytes("{]"), OptionalLong::of)).isEmpty();
    }

    @Test
    void anEntryOfALaterVersionIsNotGuessed() {
        assertThatThrownBy(() -> IndexedTurn.ofCopy(bytes("{\"version\":9,\"offset\":1}"), OptionalLong::of))
                .isInstanceOf(LaterStateException.class);
    }

    @Test
    void anEntryIsOfASessionAndAConversationIsNone() {
        assertThat(IndexedTurn.isEntry(bytes("session/turn"))).isTrue();
        assertThat(IndexedTurn.sessionOf(bytes("session/turn"))).isEqualTo(bytes("session"));
        assertThat(IndexedTurn.isEntry(bytes("session"))).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
