package dev.rivulet.gateway.log.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeqFieldTest {

    @Test
    void theSeqOfWhatWorkersWriteIsRead() {
        for (long seq : new long[]{0, 1, 9, 10, 4_711, 999_999_999_999_999_999L, Long.MAX_VALUE}) {
            assertThat(SeqField.of(Json.write(new Delta(3, seq, "\"seq\":5 is text")))).isEqualTo(seq);
            assertThat(SeqField.of(Json.write(Chunks.done(12, seq, "stop", 1)))).isEqualTo(seq);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"seq\":7,\"attempt\":1}|7", "{ \"attempt\" : 1 , \"seq\" : 8 }|8",
            "{\"attempt\":1,\"later\":{\"seq\":2},\"seq\":9}|9", "{\"attempt\":1,\"seq\":-2}|-2"})
    void anyOtherJsonIsReadToo(String json, long seq) {
        assertThat(of(json)).isEqualTo(seq);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"attempt\":1,\"seq\":", "{\"attempt\":1,\"seq\":12", "{\"attempt\":1}",
            "{\"attempt\":1,\"seq\":\"1\"}", "{\"attempt\":1,\"seq\":1.5}", "[1]", "null",
            "{\"attempt\":1,\"seq\":12x}",
            "{\"attempt\":1,\"seq\":99999999999999999999}"})
    void dataWithoutAReadableSeqHasNone(String data) {
        assertThat(of(data)).isEqualTo(SeqField.NONE);
    }

    private static long of(String json) {
        return SeqField.of(json.getBytes(StandardCharsets.US_ASCII));
    }
}
