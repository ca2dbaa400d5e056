package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.schemas.Usage;
import java.io.IOException;

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
    private boolean reasoning;
    private boolean toolCall;
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
        toolCall = choice.toolCall;
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
                case "reasoning_content", "reasoning" -> reasoning |= isSomething(parser);
                case "tool_calls", "function_call" -> toolCall |= isSomething(parser);
                default -> parser.skipChildren();
            }
        }
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

    /** Returns whether it carries reasoning. */
    boolean hasReasoning() {
        return reasoning;
    }

    /** Returns whether it carries a part of a tool call. */
    boolean hasToolCall() {
        return toolCall;
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
