package dev.rivulet.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkHeadersTest {

    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    @ParameterizedTest
    @EnumSource(EventType.class)
    void whatIsWrittenIsRead(EventType type) {
        ChunkHeaders written = new ChunkHeaders(TURN, type, 3);
        assertThat(ChunkHeaders.read(headersOf(written))).contains(written);
    }

    @Test
    void attemptsAreReadOverTheirWholeRange() {
        for (int attempt : new int[]{0, 1, Integer.MAX_VALUE}) {
            ChunkHeaders written = new ChunkHeaders(TURN, EventType.DELTA, attempt);
            assertThat(ChunkHeaders.read(headersOf(written))).contains(written);
        }
    }

    @Test
    void ownerIsThereForPeopleAndNotNeeded() {
        Headers headers = headersOf(new ChunkHeaders(TURN, EventType.DONE, 1));
        assertThat(headers.lastHeader(ChunkHeaders.OWNER).value()).asString().isEqualTo("worker-1");
        headers.remove(ChunkHeaders.OWNER);
        assertThat(ChunkHeaders.read(headers)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {ChunkHeaders.TURN, ChunkHeaders.TYPE, ChunkHeaders.ATTEMPT})
    void aMissingHeaderOrOneWithoutValueIsUnreadable(String name) {
        Headers headers = headersOf(new ChunkHeaders(TURN, EventType.DELTA, 1));
        headers.remove(name);
        assertThat(ChunkHeaders.read(headers)).isEmpty();
        headers.add(name, null);
        assertThat(ChunkHeaders.read(headers)).isEmpty();
        headers.add(name, new byte[0]);
        assertThat(ChunkHeaders.read(headers)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"turn,not-a-turn", "turn,919108f7-52d1-4320-9bac-f847db4148a8", "attempt,one", "attempt,-1",
            "attempt,2147483648", "attempt,1.0", "type,thought", "type,Delta"})
    void anUnreadableValueOrATypeOfALaterVersionIsUnreadable(String name, String value) {
        Headers headers = headersOf(new ChunkHeaders(TURN, EventType.DELTA, 1));
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        assertThat(ChunkHeaders.read(headers)).isEmpty();
    }

    private static Headers headersOf(ChunkHeaders written) {
        Headers headers = new RecordHeaders();
        written.writeTo(headers, "worker-1");
        return headers;
    }
}
