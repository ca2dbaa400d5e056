package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.schemas.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The used parts of one {@code chat.completion.chunk}. Each may be null. Read with Jackson's streaming parser, because
 * there is one for each token.
 */
final class ChatChunk {

    /** Lenient where Rivulet's own JSON is strict: servers differ, and a token may end within a surrogate pair. */
    static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private String content;
    private String refusal;
    private String reasoning;
    private List<ToolCallDelta> toolCalls = List.of();
    private boolean other;
    private String finishReason;
    private Usage usage;
    private ApiError error;

    private ChatChunk() {}

    /**
     * Reads the first {@code length} bytes.
     *
     * @throws IOException when they are not such a chunk
     */
    static ChatChunk read(byte[] json, int length) throws IOException {
        ChatChunk chunk = new ChatChunk();
        try (JsonParser parser = JSON.createParser(json, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            chunk.fields(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
        }
        return chunk;
    }

    private void fields(JsonParser parser) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "choices" -> choices(parser);
                case "usage" -> usage = usage(parser);
                case "error" -> error = value == JsonToken.VALUE_NULL ? null : parser.readValueAs(ApiError.class);
                default -> parser.skipChildren();
            }
        }
    }

    private void choices(JsonParser parser) throws IOException {
        if (!opens(parser, JsonToken.START_ARRAY)) {
            return;
        }
        int position = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (opens(parser, JsonToken.START_OBJECT)) {
                ChatChunk choice = new ChatChunk();
                if (choice.choice(parser, position) == 0) {
                    takeOver(choice);
                }
            } else {
                parser.skipChildren();
            }
            position++;
        }
    }

    /** Only the first choice is used: no more are asked for, and two texts must not become one. */
    private void takeOver(ChatChunk choice) {
        content = choice.content;
        refusal = choice.refusal;
        reasoning = choice.reasoning;
        toolCalls = choice.toolCalls;
        other = choice.other;
        finishReason = choice.finishReason;
    }

    /** Reads one choice. Returns its index: its position where it names none. */
    private int choice(JsonParser parser, int position) throws IOException {
        int index = position;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : position;
                case "delta" -> delta(parser);
                case "finish_reason" -> finishReason = text(parser);
                default -> parser.skipChildren();
            }
        }
        return index;
    }

    /** {@code reasoning_content} is DeepSeek's name, {@code reasoning} OpenRouter's; vLLM has had both. */
    private void delta(JsonParser parser) throws IOException {
        if (!opens(parser, JsonToken.START_OBJECT)) {
            return;
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "content" -> content = text(parser);
                case "refusal" -> refusal = text(parser);
                case "reasoning_content", "reasoning" -> reasoning(parser);
                case "tool_calls" -> toolCalls(parser);
                case "function_call" -> other |= isSomething(parser);
                default -> parser.skipChildren();
            }
        }
    }

    /** A server that sends both names sends the same text. */
    private void reasoning(JsonParser parser) throws IOException {
        String text = text(parser);
        reasoning = text == null || text.isEmpty() ? reasoning : text;
    }

    private void toolCalls(JsonParser parser) throws IOException {
        if (!opens(parser, JsonToken.START_ARRAY)) {
            return;
        }
        toolCalls = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (opens(parser, JsonToken.START_OBJECT)) {
                toolCall(parser);
            }
        }
    }

    private void toolCall(JsonParser parser) throws IOException {
        Integer index = null;
        String id = null;
        String[] function = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? (Integer) parser.getIntValue() : null;
                case "id" -> id = text(parser);
                case "function" -> function = function(parser);
                default -> parser.skipChildren();
            }
        }
        if (function == null) {
            other = true; // a tool of another kind
        } else {
            toolCalls.add(new ToolCallDelta(index, id, function[0], function[1] == null ? "" : function[1]));
        }
    }

    /** Returns name and arguments, each null if it is not there; null for null. */
    private static String[] function(JsonParser parser) throws IOException {
        if (!opens(parser, JsonToken.START_OBJECT)) {
            return null;
        }
        String[] function = new String[2];
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "name" -> function[0] = text(parser);
                case "arguments" -> function[1] = text(parser);
                default -> parser.skipChildren();
            }
        }
        return function;
    }

    /** Skips the value. Returns false for null, an empty text and an empty list. */
    private static boolean isSomething(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> false;
            case VALUE_STRING -> parser.getTextLength() > 0;
            case START_ARRAY -> {
                boolean any = parser.nextToken() != JsonToken.END_ARRAY;
                while (parser.currentToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                    parser.nextToken();
                }
                yield any;
            }
            default -> {
                parser.skipChildren();
                yield true;
            }
        };
    }

    private static Usage usage(JsonParser parser) throws IOException {
        if (!opens(parser, JsonToken.START_OBJECT)) {
            return null;
        }
        long prompt = 0;
        long completion = 0;
        long total = 0;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "prompt_tokens" -> prompt = parser.getValueAsLong();
                case "completion_tokens" -> completion = parser.getValueAsLong();
                case "total_tokens" -> total = parser.getValueAsLong();
                default -> parser.skipChildren();
            }
        }
        return new Usage(prompt, completion, total);
    }

    /** False for null; anything else than what is expected is an error. */
    private static boolean opens(JsonParser parser, JsonToken expected) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (parser.currentToken() != expected) {
            throw new IOException("not what a chunk has there");
        }
        return true;
    }

    private static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!parser.currentToken().isScalarValue()) {
            throw new IOException("not text");
        }
        return parser.getText();
    }

    /** Null when there is none. */
    String content() {
        return content;
    }

    /** The model's words of a refusal. Null when there are none. */
    String refusal() {
        return refusal;
    }

    /** Null when there is none. */
    String reasoning() {
        return reasoning;
    }

    List<ToolCallDelta> toolCalls() {
        return toolCalls;
    }

    /** Returns whether it has a part that is not carried. */
    boolean hasOther() {
        return other;
    }

    /** Returns the finish reason; null while the completion goes on. */
    String finishReason() {
        return finishReason;
    }

    /** Null when the provider does not say. */
    Usage usage() {
        return usage;
    }

    /** Null when there is none. */
    ApiError error() {
        return error;
    }
}
