package dev.rivulet.gateway.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.tail.KnownTurns.Beginning;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KnownTurnsTest {

    private final KnownTurns known = new KnownTurns(100);
    private long offset;

    @Test
    void theStartOfTheFirstAttemptIsTheBeginning() {
        read(EventType.STARTED, 1);
        read(EventType.STARTED, 2);
        read(EventType.SEALED, 2);

        assertThat(known.beginning(Chunks.named(Chunks.TURN))).contains(new Beginning(0, true));
    }

    @Test
    void theStartOfAnAttemptThatWasSealedBeforeIsNoBeginning() {
        read(EventType.SEALED, 1);
        read(EventType.STARTED, 1);

        assertThat(known.beginning(Chunks.named(Chunks.TURN))).isEmpty();
    }

    @Test
    void theStartOfAnAttemptThatALaterOnePrecedesIsNoBeginning() {
        read(EventType.STARTED, 2);
        read(EventType.STARTED, 1);

        assertThat(known.beginning(Chunks.named(Chunks.TURN))).isEmpty();
    }

    @Test
    void whereATurnWasCreatedStaysItsBeginningWhenItsFirstAttemptWasSealedAtOnce() {
        known.created(0, Chunks.named(Chunks.TURN), 7, known.clears(0));
        read(EventType.SEALED, 1);
        read(EventType.STARTED, 1);

        assertThat(known.beginning(Chunks.named(Chunks.TURN))).contains(new Beginning(7, false));
    }

    private void read(EventType type, int attempt) {
        known.read(0, new ChunkHeaders(Chunks.TURN, type, attempt), ByteBuffer.wrap(Chunks.SESSION.keyBytes()),
                offset++);
    }
}
