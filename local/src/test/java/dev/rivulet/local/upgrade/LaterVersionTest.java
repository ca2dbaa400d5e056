package dev.rivulet.local.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How this version reads what a later one may write; see docs/protocol.md. */
class LaterVersionTest {

    private static final String LATER = "\"later\"";
    /** One more option for the model is kept, not ignored: who executes the turn says that it cannot honour it. */
    private static final String OPEN = "modelOptions";

    static Stream<GoldenLine> json() {
        return GoldenLine.all().stream().filter(line -> line.kind().isJson());
    }

    @ParameterizedTest
    @MethodSource("json")
    void oneMoreFieldInEveryObjectIsIgnored(GoldenLine line) throws JsonProcessingException {
        JsonNode later = tree(line.text());
        addField(later);

        assertThat(line.kind().read(later.toString())).isEqualTo(line.read());
    }

    /**
     * What becomes of a value that this version does not know: {@code kept} is read and written as it is, {@code
     * read} is read as unknown, {@code
     * default} is read as if the field were missing, {@code refused} makes the whole record unreadable.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PromptRequested | /options/whenBusy                | refused
            PromptRequested | /options/onInterruption          | refused
            PromptRequested | /options/onDisconnect            | refused
            PromptRequested | /messages/0/role                 | kept
            Queued          | /messages/0/role                 | kept
            TurnPrompt      | /messages/0/role                 | kept
            Done            | /finishReason                    | kept
            TurnError       | /code                            | kept
            Accepted        | /status                          | refused
            SessionState    | /messages/0/role                 | kept
            SessionState    | /open/messages/0/role            | kept
            SessionState    | /queue/0/messages/0/role         | kept
            TurnFinished    | /outcome/finishReason            | kept
            TurnFinished    | /outcome/code                    | kept
            TurnFinished    | /outcome/type                    | read
            ActiveTurns     | /open/request/options/whenBusy   | default
            ActiveTurns     | /open/request/options/onInterruption | default
            ActiveTurns     | /open/request/options/onDisconnect | default
            ActiveTurns     | /queue/0/request/options/whenBusy | default
            ActiveTurns     | /queue/0/request/options/onInterruption | default
            ActiveTurns     | /queue/0/request/messages/0/role | kept
            Conversation    | /messages/0/role                 | kept
            Conversation    | /ended/0/terminal/finishReason   | kept
            Conversation    | /ended/1/terminal/code           | kept
            """)
    void aValueThatThisVersionDoesNotKnow(String name, String path, String fate) throws JsonProcessingException {
        WireKind kind = WireKind.named(name);
        GoldenLine line = GoldenLine.newestOf(kind).stream().filter(one -> has(one, path)).findFirst().orElseThrow();
        String later = with(line.text(), path, LATER).toString();

        switch (fate) {
            case "read" -> assertThat(kind.read(later)).isNotNull();
            case "kept" -> assertThat(tree(kind.write(kind.read(later))).at(path)).isEqualTo(tree(LATER));
            case "default" -> assertThat(kind.read(later))
                    .isEqualTo(kind.read(with(line.text(), path, null).toString()));
            case "refused" -> assertThatExceptionOfType(UnreadableRecordException.class)
                    .isThrownBy(() -> kind.read(later));
            default -> throw new IllegalArgumentException(fate);
        }
    }

    private static boolean has(GoldenLine line, String path) {
        try {
            return !tree(line.text()).at(path).isMissingNode();
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    /** @param value null to remove the field */
    private static JsonNode with(String text, String path, String value) throws JsonProcessingException {
        JsonNode tree = tree(text);
        ObjectNode parent = (ObjectNode) tree.at(path.substring(0, path.lastIndexOf('/')));
        String field = path.substring(path.lastIndexOf('/') + 1);
        if (value == null) {
            parent.remove(field);
        } else {
            parent.set(field, tree(value));
        }
        return tree;
    }

    private static void addField(JsonNode node) {
        switch (node) {
            case ArrayNode array -> array.forEach(LaterVersionTest::addField);
            case ObjectNode object -> {
                List.copyOf(object.properties()).stream().filter(field -> !field.getKey().equals(OPEN))
                        .forEach(field -> addField(field.getValue()));
                object.putObject("later").put("a", 1);
            }
            default -> {
                // Has no fields.
            }
        }
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return Json.MAPPER.readTree(json);
    }
}
