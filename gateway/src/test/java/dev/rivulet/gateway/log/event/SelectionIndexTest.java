package dev.rivulet.gateway.log.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionIndexTest {

    private static final SessionId OTHER = new SessionId("other");
    private static final TurnId TURN = Chunks.TURN;
    private static final ChunkHeaders DELTA = new ChunkHeaders(TURN, EventType.DELTA, 1);

    private final SelectionIndex<String> index = new SelectionIndex<>();

    @Test
    void aRecordIsForReadersOfItsTurnInItsSessionAndForFollowersOfItsSession() {
        index.add(new Selection.OfTurn(Chunks.named(TURN)), "reader");
        index.add(new Selection.OfTurn(new SessionTurn(OTHER, TURN)), "reader of another session");
        index.add(new Selection.OfTurn(Chunks.named(new TurnIds().next())), "reader of another turn");
        index.add(new Selection.OfSession(Chunks.SESSION), "follower");
        index.add(new Selection.OfSession(OTHER), "follower of another session");

        assertThat(index.matching(DELTA, key(Chunks.SESSION))).containsExactly("reader", "follower");
        assertThat(index.matching(DELTA, key(OTHER))).containsExactly("reader of another session",
                "follower of another session");
        assertThat(index.matching(new ChunkHeaders(TURN, EventType.QUEUED, 0), key(Chunks.SESSION)))
                .containsExactly("follower");
        assertThat(index.all()).hasSize(5);
    }

    @Test
    void aRecordOfASessionWithoutReadersIsNotWanted() {
        assertThat(index.wants(key(Chunks.SESSION))).isFalse();
        List<Selection> selections = List.of(new Selection.OfTurn(Chunks.named(TURN)),
                new Selection.OfSession(Chunks.SESSION));
        selections.forEach(selection -> index.add(selection, "reader"));
        assertThat(index.wants(key(Chunks.SESSION))).isTrue();
        assertThat(index.wants(key(OTHER))).isFalse();
        assertThat(index.wants(null)).isFalse();
        assertThat(index.matching(DELTA, null)).isEmpty();

        selections.forEach(selection -> index.remove(selection, "reader"));

        assertThat(index.wants(key(Chunks.SESSION))).isFalse();
        assertThat(index.matching(DELTA, key(Chunks.SESSION))).isEmpty();
    }

    private static ByteBuffer key(SessionId session) {
        return ByteBuffer.wrap(session.keyBytes());
    }
}
