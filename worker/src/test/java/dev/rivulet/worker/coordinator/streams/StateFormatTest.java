package dev.rivulet.worker.coordinator.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.worker.coordinator.session.Conversation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFormatTest {

    private static final String FIELDS = "\"messages\":[],\"remembered\":[],\"ended\":[],"
            + "\"cancelledEarly\":[],\"keys\":[],\"forgettings\":[],\"touchedAt\":0,\"kept\":\"ids\"}";

    private final StateFormat<Conversation> format = StateFormat.of(Conversation.class);

    @Test
    void theVersionIsTheFirstField() {
        assertThat(new String(format.write(Conversation.EMPTY), UTF_8)).isEqualTo("{\"version\":1," + FIELDS);
        assertThat(format.read(format.write(Conversation.EMPTY))).isEqualTo(Conversation.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"version\":0,", "{\"version\":1,\"later\":{\"version\":7},", "{\"version\":null,"})
    void stateOfThisVersionAndOfThoseBeforeIsRead(String start) {
        assertThat(format.read((start + FIELDS).getBytes(UTF_8))).isEqualTo(Conversation.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":2,", "{\"version\":2,\"messages\":{},", "{\"version\":2147483647,"})
    void stateOfALaterVersionIsNotReadAndTheReasonSaysWhatToDo(String start) {
        assertThatExceptionOfType(LaterStateException.class)
                .isThrownBy(() -> format.read((start + FIELDS).getBytes(UTF_8)))
                .withMessageMatching("the stored state of a session has version [0-9]+, and this worker reads up to"
                        + " version 1: upgrade this worker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{\"version\":\"1\"}", "{\"version\":1}"})
    void whatIsNoStateIsUnreadable(String stored) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> format.read(stored.getBytes(UTF_8)));
    }
}
