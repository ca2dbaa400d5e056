package dev.rivulet.worker.provider.anthropic;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.WireServer.Then;
import dev.rivulet.worker.provider.WireServer.Wire;
import java.util.List;

/** What Anthropic's API and what stands in front of it may put on the wire, and what it means. */
enum MessageBody {

    NORMAL(Wire.parts(start(10), text("Hello"), text(" world"), blockStop(), end("end_turn", 5), stop()),
            Then.END_BODY, done("Hello world", "stop", new Usage(10, 5, 15))),
    STOPPED_BUT_THE_CONNECTION_STAYS_OPEN(Wire.parts(start(1), text("a"), end("end_turn", 1), stop()), Then.STALL,
            done("a", "stop", new Usage(1, 1, 2))),
    NO_STOP_EVENT(Wire.parts(start(1), text("a"), end("end_turn", 1)), Then.END_BODY,
            done("a", "stop", new Usage(1, 1, 2))),
    CUT_AFTER_THE_STOP_REASON(Wire.parts(start(1), text("a"), end("end_turn", 1)), Then.CUT,
            done("a", "stop", new Usage(1, 1, 2))),
    AT_THE_LIMIT(Wire.parts(start(1), text("a"), end("max_tokens", 1), stop()), Then.END_BODY,
            done("a", "length", new Usage(1, 1, 2))),
    AT_A_STOP_SEQUENCE(Wire.parts(start(1), text("a"), end("stop_sequence", 1), stop()), Then.END_BODY,
            done("a", "stop", new Usage(1, 1, 2))),
    AT_THE_END_OF_THE_CONTEXT(Wire.parts(start(1), text("a"), end("model_context_window_exceeded", 1), stop()),
            Then.END_BODY, done("a", "length", new Usage(1, 1, 2))),
    A_REFUSAL_OF_THE_MODEL(Wire.parts(start(1), end("refusal", 0), stop()), Then.END_BODY,
            failed("", ErrorCode.MODEL_REFUSED)),
    A_REFUSAL_IN_THE_MIDDLE(Wire.parts(start(1), text("a"), end("refusal", 1), stop()), Then.END_BODY,
            failed("a", ErrorCode.MODEL_REFUSED)),
    ONLY_TOOL_CALLS(Wire.parts(start(1), tool(), end("tool_use", 1), stop()), Then.END_BODY,
            done("", "tool_calls", new Usage(1, 1, 2))),
    TOOL_CALLS_BESIDE_TEXT(Wire.parts(start(1), text("a"), tool(), end("tool_use", 1), stop()), Then.END_BODY,
            done("a", "tool_calls", new Usage(1, 1, 2))),
    ONLY_THINKING(Wire.parts(start(1), thinking(), end("end_turn", 1), stop()), Then.END_BODY,
            failed("", ErrorCode.UNSUPPORTED_ANSWER)),
    A_CONTEXT_THAT_IS_TOO_LONG(refusal(400, "invalid_request_error", "prompt is too long: 210 tokens > 200 maximum"),
            failed("", ErrorCode.CONTEXT_LENGTH_EXCEEDED)),
    A_CONTEXT_THAT_IS_TOO_LONG_WITH_THE_ANSWER(refusal(400, "invalid_request_error",
            "input length and `max_tokens` exceed context limit: 190 + 20 > 200"),
            failed("", ErrorCode.CONTEXT_LENGTH_EXCEEDED)),
    A_STOP_REASON_OF_TOMORROW(Wire.parts(start(1), text("a"), end("bored", 1), stop()), Then.END_BODY,
            done("a", "bored", new Usage(1, 1, 2))),
    USAGE_WITH_CACHED_INPUT(Wire.parts(event("message_start",
            "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1,"
                    + "\"cache_creation_input_tokens\":2,\"cache_read_input_tokens\":4,\"output_tokens\":1}}}"),
            end("end_turn", 8), stop()), Then.END_BODY, done("", "stop", new Usage(7, 8, 15))),
    NO_USAGE_AT_ALL(Wire.parts(text("a"), event("message_delta",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}"), stop()), Then.END_BODY,
            done("a", "stop", null)),
    TEXT_AT_THE_START_OF_A_BLOCK(Wire.parts(event("content_block_start",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}"),
            text("b"), end("end_turn", 1), stop()), Then.END_BODY, done("ab", "stop", new Usage(0, 1, 1))),
    PINGS_COMMENTS_AND_EVENTS_OF_TOMORROW(Wire.parts(start(1), event("ping", "{\"type\":\"ping\"}"), ": alive\n\n",
            event("surprise", "{\"type\":\"surprise\",\"x\":1}"), text("a"), end("end_turn", 1), stop()),
            Then.END_BODY, done("a", "stop", new Usage(1, 1, 2))),
    THINKING_IS_NO_PART_OF_THE_ANSWER(Wire.parts(start(1), event("content_block_delta",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\","
                    + "\"thinking\":\"hm\"}}"),
            event("content_block_delta",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"delta_of_tomorrow\","
                            + "\"x\":1}}"),
            text("a"), end("end_turn", 1), stop()), Then.END_BODY, done("a", "stop", new Usage(1, 1, 2))),
    BYTE_BY_BYTE(Wire.bytes(start(1) + text("h\u00e9 \u6f22 \uD83E\uDD80\u2028") + end("end_turn", 1) + stop()),
            Then.END_BODY, done("h\u00e9 \u6f22 \uD83E\uDD80\u2028", "stop", new Usage(1, 1, 2))),
    CRLF_FRAMES(Wire.parts((start(1) + text("a") + end("end_turn", 1) + stop()).replace("\n", "\r\n")),
            Then.END_BODY, done("a", "stop", new Usage(1, 1, 2))),

    ENDED_CLEANLY_BEFORE_THE_FIRST_TOKEN(Wire.parts(start(1)), Then.END_BODY,
            failed("", ErrorCode.UPSTREAM_TRUNCATED)),
    ENDED_CLEANLY_IN_THE_MIDDLE(Wire.parts(start(1), text("a"), text("b")), Then.END_BODY,
            failed("ab", ErrorCode.UPSTREAM_TRUNCATED)),
    CUT_IN_THE_MIDDLE(Wire.parts(start(1), text("a")), Then.CUT, failed("a", ErrorCode.UPSTREAM_TRUNCATED)),
    CUT_INSIDE_A_FRAME(Wire.parts(start(1), text("a"), "event: content_block_delta\ndata: {\"type\":\"con"),
            Then.CUT, failed("a", ErrorCode.UPSTREAM_TRUNCATED)),
    STOP_EVENT_WITHOUT_A_STOP_REASON(Wire.parts(start(1), text("a"), stop()), Then.END_BODY,
            failed("a", ErrorCode.UPSTREAM_TRUNCATED)),
    CLOSED_WITHOUT_A_RESPONSE(new Wire("", List.of(), Then.CUT), failed("", ErrorCode.UPSTREAM_UNREACHABLE)),

    MALFORMED_JSON_IN_THE_MIDDLE(Wire.parts(text("a"), event("content_block_delta", "{\"type\":[}"), text("b"),
            end("end_turn", 1), stop()), Then.END_BODY, failed("a", ErrorCode.UPSTREAM_INVALID)),
    A_DELTA_WITHOUT_ITS_TEXT(Wire.parts(text("a"), event("content_block_delta",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\"}}"),
            end("end_turn", 1), stop()), Then.END_BODY, failed("a", ErrorCode.UPSTREAM_INVALID)),
    JSON_NULL(Wire.parts(event("message_start", "null")), Then.END_BODY, failed("", ErrorCode.UPSTREAM_INVALID)),
    JSON_OF_ANOTHER_SHAPE(Wire.parts(event("message_start", "[1,2]")), Then.END_BODY,
            failed("", ErrorCode.UPSTREAM_TRUNCATED)),
    AN_EVENT_WITHOUT_END(Wire.parts("event: message_start\ndata: " + "x".repeat(9 << 20)), Then.STALL,
            failed("", ErrorCode.UPSTREAM_INVALID)),
    NOT_AN_EVENT_STREAM(Wire.answer(200, "application/json", "{\"content\":[]}"),
            failed("", ErrorCode.UPSTREAM_INVALID)),

    OVERLOADED_IN_THE_STREAM(Wire.parts(text("a"), event("error", error("overloaded_error", "busy"))),
            Then.END_BODY, failed("a", ErrorCode.UPSTREAM_ERROR)),
    RATE_LIMITED_IN_THE_STREAM(Wire.parts(event("error", error("rate_limit_error", "slow down"))), Then.STALL,
            failed("", ErrorCode.RATE_LIMITED)),
    REFUSED_IN_THE_STREAM(Wire.parts(event("error", error("invalid_request_error", "no"))), Then.END_BODY,
            failed("", ErrorCode.UPSTREAM_REJECTED)),
    ERROR_WITHOUT_WORDS_IN_THE_STREAM(Wire.parts(event("error", "oops")), Then.END_BODY,
            failed("", ErrorCode.UPSTREAM_ERROR)),

    STATUS_400(refusal(400, "invalid_request_error", "temperature: range: 0..1"),
            failed("", ErrorCode.UPSTREAM_REJECTED)),
    STATUS_401(refusal(401, "authentication_error", "invalid x-api-key"),
            failed("", ErrorCode.UPSTREAM_UNAUTHORIZED)),
    STATUS_402(refusal(402, "billing_error", "no credit"), failed("", ErrorCode.UPSTREAM_UNAUTHORIZED)),
    STATUS_403(refusal(403, "permission_error", "not here"), failed("", ErrorCode.UPSTREAM_UNAUTHORIZED)),
    STATUS_404_OF_A_MODEL(refusal(404, "not_found_error", "model: gpt-x"), failed("", ErrorCode.MODEL_NOT_FOUND)),
    STATUS_404_WITHOUT_WORDS(Wire.answer(404, "text/plain", "404 page not found"),
            failed("", ErrorCode.UPSTREAM_REJECTED)),
    STATUS_413(refusal(413, "request_too_large", "too large"), failed("", ErrorCode.UPSTREAM_REJECTED)),
    STATUS_429(refusal(429, "rate_limit_error", "slow down"), failed("", ErrorCode.RATE_LIMITED)),
    STATUS_500(refusal(500, "api_error", "oops"), failed("", ErrorCode.UPSTREAM_ERROR)),
    STATUS_529(refusal(529, "overloaded_error", "busy"), failed("", ErrorCode.UPSTREAM_ERROR)),
    HTML_ERROR_PAGE(Wire.answer(502, "text/html", "<html>" + "x".repeat(100_000) + "</html>"),
            failed("", ErrorCode.UPSTREAM_ERROR)),
    REDIRECT(Wire.answer(302, "text/html", "moved"), failed("", ErrorCode.UPSTREAM_REJECTED));

    /** The tokens that came through, then either a finish reason or an error code. */
    record Meaning(String text, String finishReason, Usage usage, ErrorCode error) {}

    final Wire wire;
    final Meaning meaning;

    MessageBody(Wire wire, Meaning meaning) {
        this.wire = wire;
        this.meaning = meaning;
    }

    MessageBody(List<byte[]> parts, Then then, Meaning meaning) {
        this(new Wire(Wire.head(200, "text/event-stream; charset=utf-8"), parts, then), meaning);
    }

    static String start(int inputTokens) {
        return event("message_start",
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
                        + "\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],\"stop_reason\":null,"
                        + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                        + inputTokens + ",\"output_tokens\":1}}}")
                + event("content_block_start",
                        "{\"type\":\"content_block_start\",\"index\":0,"
                                + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    }

    static String text(String text) {
        return event("content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text
                        + "\"}}");
    }

    static String thinking() {
        return event("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}");
    }

    private static String tool() {
        return event("content_block_start", "{\"type\":\"content_block_start\",\"index\":1,"
                + "\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}}")
                + event("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":1,"
                        + "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}");
    }

    private static String blockStop() {
        return event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
    }

    static String end(String stopReason, int outputTokens) {
        return event("message_delta",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + stopReason
                        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":" + outputTokens + "}}");
    }

    static String stop() {
        return event("message_stop", "{\"type\":\"message_stop\"}");
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static Wire refusal(int status, String type, String message) {
        return Wire.answer(status, "application/json", error(type, message));
    }

    private static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}";
    }

    private static Meaning done(String text, String reason, Usage usage) {
        return new Meaning(text, reason, usage, null);
    }

    private static Meaning failed(String text, ErrorCode code) {
        return new Meaning(text, null, null, code);
    }
}
