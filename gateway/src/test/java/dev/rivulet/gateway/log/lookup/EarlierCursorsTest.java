package dev.rivulet.gateway.log.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.replay.ReplayReader;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.CopiedFrom;
import dev.rivulet.schemas.topic.Generation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log with copies of records of partitions 0, 2 and 5, where some are missing, and newer records behind them. */
class EarlierCursorsTest {

    private static final OwnedSession SESSION = Principal.ANONYMOUS.session("mine");
    private static final OwnedSession OTHER = Principal.ANONYMOUS.session("other");
    private static final TurnId TURN = new TurnId(new UUID(System.currentTimeMillis() << 16 | 0x7000, 1L << 63));
    private static final int COPIES = 5_000;

    private final RecordedTopics topics = new RecordedTopics();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReplayReader replay = new ReplayReader(topics::consumer, 1, Duration.ofSeconds(10),
            new GatewayMeters(registry));

    @BeforeEach
    void copy() {
        for (int partition : new int[]{0, 2, 5}) {
            for (int i = 0; i < COPIES; i++) {
                add(i % 2 == 0 ? SESSION : OTHER, new CopiedFrom(partition, 1_000 + 3L * i));
            }
        }
        for (int i = 0; i < COPIES; i++) {
            topics.add("chunk-events", 0, SESSION.key().keyBytes(), new byte[0], new RecordHeaders());
        }
    }

    private void add(OwnedSession session, CopiedFrom from) {
        RecordHeaders headers = new RecordHeaders();
        from.writeTo(headers);
        topics.add("chunk-events", 0, session.key().keyBytes(), new byte[0], headers);
    }

    @AfterEach
    void close() {
        replay.close();
    }

    @Test
    void aCursorOfBeforePointsToTheCopyOfItsEvent() {
        for (int i : new int[]{0, 2, 1_234, COPIES - 2}) {
            Cursor cursor = new Cursor(TURN, 2, 3, 1_000 + 3L * i, 7);
            assertThat(cursors(1).isEarlier(cursor)).isTrue();
            assertThat(cursors(1).translate(SESSION, cursor))
                    .isEqualTo(new Cursor(TURN, Generation.number(1, 0), 3, COPIES + i, 7));
        }
        assertThat(registry.counter("rivulet.gateway.replay.records").count()).isLessThan(4 * 20 * 500);
    }

    @Test
    void aCursorOfNowIsLeftAsItIsAlsoIfAnEventOfBeforeHadItsOffset() {
        Cursor cursor = new Cursor(TURN, Generation.number(1, 0), 1, 1_000, 0);
        assertThat(cursors(1).isEarlier(cursor)).isFalse();
        assertThat(cursors(1).translate(SESSION, cursor)).isEqualTo(cursor);
    }

    @Test
    void topicsThatWereNotFilledFromOthersHaveNoCursorsOfBefore() {
        assertThat(cursors(0).isEarlier(new Cursor(TURN, 17, 1, 1_000, 0))).isFalse();
    }

    @Test
    void theBeginningOfATurnNeedsNoSearch() {
        assertThat(cursors(1).translate(SESSION, Cursor.beforeFirstEvent(TURN, 5)))
                .isEqualTo(Cursor.beforeFirstEvent(TURN, Generation.number(1, 0)));
    }

    @Test
    void aCursorWhoseEventWasNotCopiedHasExpired() {
        for (Cursor cursor : new Cursor[]{new Cursor(TURN, 2, 1, 1_001, 0), new Cursor(TURN, 1, 1, 1_000, 0),
                new Cursor(TURN, 0, 1, 999, 0), new Cursor(TURN, 9, 1, 1_000, 0)}) {
            assertExpired(1, cursor);
        }
        // That of another session is no news for anybody.
        assertExpired(1, new Cursor(TURN, 2, 1, 1_003, 0));
    }

    @Test
    void onlyTheLastCopySaysWhereAnEventWas() {
        assertExpired(2, new Cursor(TURN, 2, 1, 1_000, 0));
        assertThat(cursors(2).translate(SESSION, new Cursor(TURN, Generation.number(1, 2), 1, 1_000, 0)))
                .isEqualTo(new Cursor(TURN, Generation.number(2, 0), 1, COPIES, 0));
    }

    private void assertExpired(int generation, Cursor cursor) {
        assertThatThrownBy(() -> cursors(generation).translate(SESSION, cursor)).isInstanceOfSatisfying(
                ProblemException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.CURSOR_EXPIRED));
    }

    private EarlierCursors cursors(int generation) {
        return new EarlierCursors(replay, new Topics("", 1, generation), new SearchLimits(1, 10_000),
                Duration.ofSeconds(30));
    }
}
