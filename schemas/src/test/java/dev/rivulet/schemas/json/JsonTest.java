package dev.rivulet.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Delta;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void nullsAreLeftOut() {
        assertThat(written(TurnOptions.NONE)).isEqualTo("{}");
    }

    @Test
    void textIsOneLineAndAnEmojiItsFourBytes() {
        assertThat(written(new Delta(1, 0, "a\r\nb \"c\" 😀 é\u2028")))
                .isEqualTo("{\"attempt\":1,\"seq\":0,\"content\":\"a\\r\\nb \\\"c\\\" 😀 é\u2028\"}");
    }

    @Test
    void pairsSurviveWhereverTheyFallInTheWritersBuffers() {
        for (int before = 0; before < 4; before++) {
            Delta delta = new Delta(1, 0, "é".repeat(before) + "x".repeat(before) + "😀".repeat(20_000));
            assertThat(Json.read(Json.write(delta), Delta.class)).isEqualTo(delta);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ud83d", "\ud83db", "\ude00", "\ud83d\ud83d\ude00", "\ude00\ud83d", "😀\ude00"})
    void halfASurrogatePairIsNeitherWrittenNorRead(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.write(new Delta(1, 0, text)))
                .withMessage("cannot be written as JSON: text with half a surrogate pair");
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
        assertUnreadable("{\"attempt\":1,\"seq\":0,\"content\":\"" + escaped + "\"}", Delta.class,
                "is not a Delta (field content)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"role\":\"user\",\"content\":5}", "{\"role\":\"user\",\"content\":true}",
            "{\"role\":\"user\",\"content\":1.5}", "{\"role\":0,\"content\":\"x\"}",
            "{\"role\":true,\"content\":\"x\"}"})
    void aValueOfAnotherTypeIsNotConverted(String json) {
        assertUnreadable(json, Message.class,
                "is not a Message (field " + (json.contains("\"x\"") ? "role)" : "content)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "User", "a role", "\u00e9", "7"})
    void aRoleIsAWordInLowerCase(String role) {
        assertUnreadable("{\"role\":\"" + role + "\",\"content\":\"x\"}", Message.class,
                "is not a Message (field role: a role is 1 to 32 characters out of a-z 0-9 _)");
    }

    @Test
    void aRoleIsReadAsTheConstantOrKeptAsItIs() {
        assertThat(Json.read("\"user\"".getBytes(StandardCharsets.UTF_8), Role.class)).isSameAs(Role.USER);
        assertThat(Json.read("\"tool\"".getBytes(StandardCharsets.UTF_8), Role.class)).isEqualTo(new Role("tool"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.0", "\"1\"", "true", "2147483648", "null", "[]", "{}"})
    void aNumberIsAWholeNumberInItsRange(String attempt) {
        assertUnreadable("{\"seq\":0,\"content\":\"x\",\"attempt\":" + attempt + "}", Delta.class,
                "is not a Delta (field attempt)");
    }

    @Test
    void aMissingNumberIsNotZero() {
        assertUnreadable("{\"attempt\":1,\"content\":\"x\"}", Delta.class, "is not a Delta (field seq)");
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        String json = "{\"attempt\":1,\"seq\":0,\"later\":{\"a\":[1]},\"content\":\"x\"}";
        assertThat(Json.read(json.getBytes(StandardCharsets.UTF_8), Delta.class)).isEqualTo(new Delta(1, 0, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "5", "\"x\"", "[]", "{}", "{", "{} {}"})
    void whatIsNoObjectOrMoreThanOneIsUnreadable(String json) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Json.read(json.getBytes(StandardCharsets.UTF_8), Delta.class));
    }

    private static String written(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static void assertUnreadable(String json, Class<?> type, String message) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Json.read(json.getBytes(StandardCharsets.UTF_8), type)).withMessage(message);
    }
}
