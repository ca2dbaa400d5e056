package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.WireServer.Then;
import dev.rivulet.worker.provider.WireServer.Wire;
import java.util.List;

/** Everything providers are known to put on the wire, and what it means. */
enum WireBody {

    NORMAL(Wire.parts(role(), token("Hello"), token(" world"), finish("stop"), end()), Then.END_BODY,
            done("Hello world", "stop")),
    USAGE_IN_A_CHUNK_OF_ITS_OWN(Wire.parts(token("a"), finish("stop"),
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\n",
            end()), Then.END_BODY, done("a", "stop", new Usage(3, 1, 4))),
    USAGE_NULL_UNTIL_THE_LAST_CHUNK(Wire.parts(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}],"
                    + "\"usage\":null}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}],"
                    + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\n",
            end()), Then.END_BODY, done("a", "length", new Usage(3, 1, 4))),
    DONE_BUT_THE_CONNECTION_STAYS_OPEN(Wire.parts(token("a"), finish("stop"), end()), Then.STALL, done("a", "stop")),
    NO_DONE_MARK(Wire.parts(token("a"), finish("stop")), Then.END_BODY, done("a", "stop")),
    CUT_AFTER_THE_FINISH_REASON(Wire.parts(token("a"), finish("stop")), Then.CUT, done("a", "stop")),
    NO_TEXT_AT_ALL(Wire.parts(role(), finish("content_filter"), end()), Then.END_BODY, done("", "content_filter")),

    A_SECOND_CHOICE_IN_CHUNKS_OF_ITS_OWN(Wire.parts(choice(0, "\"content\":\"a\""),
            choice(1, "\"content\":\"X\""), choice(0, "\"content\":\"b\""),
            "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n",
            choice(0, "\"content\":\"c\""), finish("stop"), end()), Then.END_BODY, done("abc", "stop")),
    A_SECOND_CHOICE_AHEAD_IN_THE_SAME_CHUNK(Wire.parts(
            "data: {\"choices\":[{\"delta\":{\"content\":\"X\"},\"index\":1},"
                    + "{\"delta\":{\"content\":\"a\"},\"index\":0}]}\n\n",
            finish("stop"), end()), Then.END_BODY, done("a", "stop")),
    REASONING_BEFORE_THE_TEXT(Wire.parts(choice(0, "\"reasoning_content\":\"hm\",\"content\":null"),
            choice(0, "\"reasoning\":\"hm\""), token("a"), finish("stop"), end()), Then.END_BODY,
            done("a", "stop")),
    REASONING_UP_TO_THE_LIMIT(Wire.parts(choice(0, "\"reasoning_content\":\"hm\""), finish("length"), end()),
            Then.END_BODY, done("", "length")),
    TOOL_CALLS_BESIDE_TEXT(Wire.parts(token("a"), toolCall(), finish("tool_calls"), end()), Then.END_BODY,
            done("a", "tool_calls")),

    ONLY_TOOL_CALLS(Wire.parts(role(), toolCall(), finish("tool_calls"), end()), Then.END_BODY,
            done("", "tool_calls")),
    ONLY_A_FUNCTION_CALL(Wire.parts(choice(0, "\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}"),
            finish("function_call"), end()), Then.END_BODY, failed("", ErrorCode.UNSUPPORTED_ANSWER)),
    ONLY_REASONING(Wire.parts(choice(0, "\"reasoning_content\":\"hm\""), finish("stop"), end()), Then.END_BODY,
            failed("", ErrorCode.UNSUPPORTED_ANSWER)),
    A_REFUSAL_OF_THE_MODEL(Wire.parts(role(), choice(0, "\"refusal\":\"I \""), choice(0, "\"refusal\":\"won't.\""),
            finish("stop"), end()), Then.END_BODY, failed("I won't.", ErrorCode.MODEL_REFUSED)),
    A_CONTEXT_THAT_IS_TOO_LONG(Wire.answer(400, "application/json", error("too many", "\"context_length_exceeded\"")),
            failed("", ErrorCode.CONTEXT_LENGTH_EXCEEDED)),
    A_CONTEXT_THAT_IS_TOO_LONG_IN_WORDS(Wire.answer(400, "application/json",
            error("This model's maximum context length is 4096 tokens. However, you requested 5000 tokens", "400")),
            failed("", ErrorCode.CONTEXT_LENGTH_EXCEEDED)),
    A_CONTEXT_THAT_IS_TOO_LONG_BY_ITS_TYPE(Wire.answer(400, "application/json",
            "{\"error\":{\"code\":400,\"message\":\"no\",\"type\":\"exceed_context_size_error\"}}"),
            failed("", ErrorCode.CONTEXT_LENGTH_EXCEEDED)),
    A_CONTEXT_THAT_IS_TOO_LONG_IN_THE_STREAM(Wire.parts("data: " + error("too many", "\"context_length_exceeded\"")
            + "\n\n"), Then.END_BODY, failed("", ErrorCode.CONTEXT_LENGTH_EXCEEDED)),

    ENDED_CLEANLY_BEFORE_THE_FIRST_TOKEN(Wire.parts(role()), Then.END_BODY, failed("", ErrorCode.UPSTREAM_TRUNCATED)),
    ENDED_CLEANLY_IN_THE_MIDDLE(Wire.parts(token("a"), token("b")), Then.END_BODY,
            failed("ab", ErrorCode.UPSTREAM_TRUNCATED)),
    CUT_BEFORE_THE_FIRST_TOKEN(Wire.parts(role()), Then.CUT, failed("", ErrorCode.UPSTREAM_TRUNCATED)),
    CUT_IN_THE_MIDDLE(Wire.parts(token("a")), Then.CUT, failed("a", ErrorCode.UPSTREAM_TRUNCATED)),
    CUT_INSIDE_A_FRAME(Wire.parts(token("a"), "data: {\"choices\":[{\"delta\":{\"con"), Then.CUT,
            failed("a", ErrorCode.UPSTREAM_TRUNCATED)),
    DONE_MARK_WITHOUT_A_FINISH_REASON(Wire.parts(token("a"), end()), Then.END_BODY,
            failed("a", ErrorCode.UPSTREAM_TRUNCATED)),
    CLOSED_WITHOUT_A_RESPONSE(new Wire("", List.of(), Then.CUT), failed("", ErrorCode.UPSTREAM_UNREACHABLE)),

    MALFORMED_JSON_IN_THE_MIDDLE(
            Wire.parts(token("a"), "data: {\"choices\":[{]}\n\n", token("b"), finish("stop"), end()),
            Then.END_BODY, failed("a", ErrorCode.UPSTREAM_INVALID)),
    JSON_OF_ANOTHER_SHAPE(Wire.parts("data: [1,2]\n\n"), Then.END_BODY, failed("", ErrorCode.UPSTREAM_INVALID)),
    JSON_NULL(Wire.parts("data: null\n\n"), Then.END_BODY, failed("", ErrorCode.UPSTREAM_INVALID)),
    ERROR_OBJECT_IN_THE_STREAM(
            Wire.parts(token("a"), "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}\n\n"),
            Then.END_BODY, failed("a", ErrorCode.UPSTREAM_ERROR)),
    ERROR_WITH_A_STATUS_IN_THE_STREAM(Wire.parts("data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n"),
            Then.END_BODY, failed("", ErrorCode.RATE_LIMITED)),
    ERROR_IN_WORDS_IN_THE_STREAM(Wire.parts("data: {\"error\":\"out of memory\"}\n\n"), Then.END_BODY,
            failed("", ErrorCode.UPSTREAM_ERROR)),
    NOT_AN_EVENT_STREAM(Wire.answer(200, "application/json", "{\"choices\":[]}"),
            failed("", ErrorCode.UPSTREAM_INVALID)),

    STATUS_400(Wire.answer(400, "application/json", error("bad temperature", null)),
            failed("", ErrorCode.UPSTREAM_REJECTED)),
    STATUS_401(Wire.answer(401, "application/json", error("wrong key", "\"invalid_api_key\"")),
            failed("", ErrorCode.UPSTREAM_UNAUTHORIZED)),
    STATUS_403(Wire.answer(403, "application/json", error("not here", null)),
            failed("", ErrorCode.UPSTREAM_UNAUTHORIZED)),
    STATUS_404_WITH_THE_CODE(Wire.answer(404, "application/json", error("no such thing", "\"model_not_found\"")),
            failed("", ErrorCode.MODEL_NOT_FOUND)),
    STATUS_404_IN_WORDS(Wire.answer(404, "application/json", error("The model `x` does not exist.", "404")),
            failed("", ErrorCode.MODEL_NOT_FOUND)),
    STATUS_404_WITHOUT_WORDS(Wire.answer(404, "text/plain", "404 page not found"),
            failed("", ErrorCode.UPSTREAM_REJECTED)),
    STATUS_429(Wire.answer(429, "application/json", error("quota", "\"insufficient_quota\"")),
            failed("", ErrorCode.RATE_LIMITED)),
    STATUS_500(Wire.answer(500, "application/json", error("oops", null)), failed("", ErrorCode.UPSTREAM_ERROR)),
    STATUS_503_WITHOUT_A_BODY(Wire.answer(503, "text/plain", ""), failed("", ErrorCode.UPSTREAM_ERROR)),
    HTML_ERROR_PAGE(Wire.answer(502, "text/html", "<html><h1>502 Bad Gateway</h1>" + "x".repeat(100_000) + "</html>"),
            failed("", ErrorCode.UPSTREAM_ERROR)),
    REDIRECT(Wire.answer(302, "text/html", "moved"), failed("", ErrorCode.UPSTREAM_REJECTED)),

    CRLF_FRAMES(
            Wire.parts("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\r\n\r\n",
                    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n"),
            Then.END_BODY, done("a", "stop")),
    COMMENTS_AND_NAMES(Wire.parts(": keep-alive\n\n", "event: message\nid: 7\nretry: 100\n" + token("a"), ":\n\n",
            finish("stop"), end()), Then.END_BODY, done("a", "stop")),
    NO_SPACE_AFTER_THE_COLON(
            Wire.parts("data:{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
                    "data:{\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n", "data:[DONE]\n\n"),
            Then.END_BODY, done("a", "stop")),
    JSON_OVER_SEVERAL_LINES(
            Wire.parts("data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"a\"}}]}\n\n", finish("stop"), end()),
            Then.END_BODY, done("a", "stop")),
    SEVERAL_FRAMES_IN_ONE_SEGMENT(Wire.parts(token("a") + token("b") + finish("stop") + end()), Then.END_BODY,
            done("ab", "stop")),
    BYTE_BY_BYTE(Wire.bytes(token("h\u00e9 \u6f22\u5b57 \uD83E\uDD80") + finish("stop") + end()),
            done("h\u00e9 \u6f22\u5b57 \uD83E\uDD80", "stop")),
    LINE_SEPARATORS_IN_THE_TEXT(Wire.parts(token("a\u2028b\u2029c\u0085d"), token("\\n\\r\\n"), finish("stop"), end()),
            Then.END_BODY, done("a\u2028b\u2029c\u0085d\n\r\n", "stop")),
    A_PAIR_SPLIT_OVER_TOKENS(Wire.parts(token("\\ud83e"), token("\\udd80"), finish("stop"), end()), Then.END_BODY,
            done("\uD83E\uDD80", "stop")),
    UNKNOWN_FIELDS_AND_NULLS(Wire.parts(
            "data: {\"id\":\"x\",\"x\":{},\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":null},"
                    + "\"logprobs\":null}]}\n\n",
            token("a"), finish("stop"), end()), Then.END_BODY, done("a", "stop")),
    CONTENT_TYPE_IN_CAPITALS(Wire.answer(200, "Text/Event-Stream; charset=UTF-8", token("a") + finish("stop")),
            done("a", "stop")),
    A_FINISH_REASON_THAT_IS_NO_TEXT(Wire.parts(token("a"), finish("\\ud83e" + "x".repeat(1_000)), end()), Then.END_BODY,
            done("a", "?" + "x".repeat(299) + "..."));

    /** What the wire means: the tokens that came through, then either a finish reason or an error code. */
    record Meaning(String text, String finishReason, Usage usage, ErrorCode error) {}

    final Wire wire;
    final Meaning meaning;

    WireBody(Wire wire, Meaning meaning) {
        this.wire = wire;
        this.meaning = meaning;
    }

    WireBody(List<byte[]> parts, Then then, Meaning meaning) {
        this(new Wire(Wire.head(200, "text/event-stream"), parts, then), meaning);
    }

    WireBody(List<byte[]> parts, Meaning meaning) {
        this(parts, Then.END_BODY, meaning);
    }

    static String role() {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null}]}\n\n";
    }

    static String token(String text) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    static String choice(int index, String delta) {
        return "data: {\"choices\":[{\"index\":" + index + ",\"delta\":{" + delta
                + "},\"finish_reason\":null}]}\n\n";
    }

    private static String toolCall() {
        return choice(0, "\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]");
    }

    static String finish(String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
    }

    private static String end() {
        return "data: [DONE]\n\n";
    }

    private static String error(String message, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"t\",\"param\":null,\"code\":" + code + "}}";
    }

    private static Meaning done(String text, String reason) {
        return done(text, reason, null);
    }

    private static Meaning done(String text, String reason, Usage usage) {
        return new Meaning(text, reason, usage, null);
    }

    private static Meaning failed(String text, ErrorCode code) {
        return new Meaning(text, null, null, code);
    }
}
