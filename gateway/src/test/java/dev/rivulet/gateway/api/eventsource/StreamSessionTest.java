package dev.rivulet.gateway.api.eventsource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamSessionTest {

    private final TurnId turn = new TurnIds().next();
    private final SessionIds ids = new SessionIds(session -> true);

    @Test
    void theIdsOfASessionThatWasMadeNameItAndNoOther() {
        StreamSession made = StreamSession.make(Principal.ANONYMOUS, ids);
        String id = id(made, 42);

        StreamSession back = StreamSession.of(Principal.ANONYMOUS, Optional.empty(), id);

        assertThat(back).isEqualTo(made);
        assertThat(back.cursor(Cursors.UNSIGNED, id)).isEqualTo(new Cursor(turn, 2, 1, 42, 0));
        assertThat(StreamSession.make(Principal.ANONYMOUS, ids)).isNotEqualTo(made);
    }

    @Test
    void aSessionThatWasMadeIsOneThatTheGatewayPrefers() {
        SessionIds choosy = new SessionIds(session -> session.name().hashCode() % 4 == 0);
        StreamSession made = StreamSession.make(Principal.ANONYMOUS, choosy);
        assertThat(made.id().name().hashCode() % 4).isZero();
        assertThat(StreamSession.of(Principal.ANONYMOUS, Optional.empty(), id(made, 42))).isEqualTo(made);
    }

    @Test
    void theIdsOfANamedSessionAreCursors() {
        StreamSession named = StreamSession.named(Principal.ANONYMOUS.session("demo"));

        assertThat(id(named, 42)).isEqualTo(new Cursor(turn, 2, 1, 42, 0).toString());
        assertThat(
                StreamSession.of(Principal.ANONYMOUS, Optional.of(Principal.ANONYMOUS.session("demo")), id(named, 42)))
                .isEqualTo(named);
    }

    @Test
    void aCursorWithoutASessionResumesNothingAndNeitherDoesAnIdOfAnotherKindOfSession() {
        String cursor = new Cursor(turn, 2, 1, 42, 0).toString();
        String made = id(StreamSession.make(Principal.ANONYMOUS, ids), 42);

        for (String notAnId : new String[]{cursor, cursor + ".123456789", "", "short", "!".repeat(16) + cursor}) {
            assertInvalid(() -> StreamSession.of(Principal.ANONYMOUS, Optional.empty(), notAnId)
                    .cursor(Cursors.UNSIGNED, notAnId));
        }
        assertInvalid(() -> StreamSession
                .of(Principal.ANONYMOUS, Optional.of(Principal.ANONYMOUS.session("demo")), made)
                .cursor(Cursors.UNSIGNED, made));
    }

    private String id(StreamSession session, long offset) {
        return new String(session.eventIds(Cursors.UNSIGNED, turn, 2).encode(1, offset, 0), StandardCharsets.US_ASCII);
    }

    private static void assertInvalid(Runnable read) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(read::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_CURSOR));
    }
}
