package dev.rivulet.gateway;

import dev.rivulet.gateway.log.TurnIds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Bodies and frames for properties: nearly right, wrong somewhere, JSON of any other kind, and no JSON at all. */
public final class AnyRequest {

    private static final int DEEPEST = 2_000;
    private static final List<String> NAMES = List.of("type", "id", "session", "turn", "cursor", "from", "prompt",
            "messages", "message", "role", "content", "parts", "text", "model", "maxTokens", "max_tokens",
            "max_completion_tokens", "temperature", "system", "whenBusy", "onInterruption", "onDisconnect",
            "maxAttempts", "timeouts", "queueMs", "firstTokenMs", "idleMs", "totalMs", "turnId", "idempotencyKey",
            "throttle", "granularity", "n", "stream", "stream_options", "include_usage", "trigger", "messageId",
            "modelOptions", "response_format", "json_schema",
            "schema", "stop", "seed", "top_p", "logit_bias", "name", "",
            "\\u0000", "other");
    private static final List<String> WORDS = List.of("prompt", "cancel", "resume", "follow", "leave", "ping", "text",
            "step-start", "user", "assistant", "system", "developer", "tool", "start", "enqueue", "reject", "interrupt",
            "restart", "fail", "continue", "cancel", "submit-message", "regenerate-message", "json", "word", "50ms",
            "0", "hi", "", " ", "s", "a b", "\\ud800", "\\u0000", "\\ud83c\\udf0a", "x".repeat(300),
            "01a2048a-a6b1-7261-9de7-50d983ee366e", "7d444840-9dc0-41d1-b245-5ffdce74fad2",
            "ffffffff-ffff-7fff-bfff-ffffffffffff", new TurnIds().next().toString(),
            "AaIEiqSnc5a07elfameQ7AAHAAEAAAAAAAFI", "AaIEiqSnc5a07elfameQ7AAHAAEAAAAAAAFI.1");
    private static final List<String> NUMBERS = List.of("0", "1", "-1", "2", "0.5", "2.0", "2147483648", "1e3", "1E400",
            "-0.0", "9".repeat(900), "9".repeat(1_001), "1e999999999", "NaN", "01", "5000");
    private static final List<String> OTHERS = List.of("null", "true", "false", "[]", "{}", "[[]]", "\"");

    private AnyRequest() {}

    /** Bodies and frames in UTF-8. */
    public static final class Bodies implements ArbitrarySupplier<byte[]> {

        @Override
        public Arbitrary<byte[]> get() {
            return bodies();
        }
    }

    private static Arbitrary<byte[]> bodies() {
        Arbitrary<String> json = Arbitraries.frequencyOf(Tuple.of(8, object(values())), Tuple.of(1, values()));
        Arbitrary<byte[]> whole = json.map(text -> text.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(Tuple.of(6, whole), Tuple.of(1, cut(whole)), Tuple.of(1, changed(whole)),
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(200)), Tuple.of(1, nested()));
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> strings = Arbitraries.of(WORDS).map(word -> '"' + word + '"');
        Arbitrary<String> leaf = Arbitraries.frequencyOf(Tuple.of(6, strings), Tuple.of(2, Arbitraries.of(NUMBERS)),
                Tuple.of(1, Arbitraries.of(OTHERS)));
        return Arbitraries.recursive(() -> leaf, inner -> Arbitraries.oneOf(leaf, object(inner), array(inner)), 0, 3);
    }

    private static Arbitrary<String> array(Arbitrary<String> values) {
        return values.list().ofMaxSize(4).map(all -> "[" + String.join(",", all) + "]");
    }

    /** Returns objects, some of which have a field twice. */
    private static Arbitrary<String> object(Arbitrary<String> values) {
        return Combinators.combine(Arbitraries.of(NAMES), values).as((name, value) -> '"' + name + "\":" + value)
                .list().ofMaxSize(10).map(fields -> "{" + String.join(",", fields) + "}");
    }

    private static Arbitrary<byte[]> nested() {
        return Combinators.combine(Arbitraries.integers().between(1, DEEPEST), Arbitraries.of("[", "{\"a\":", "["),
                Arbitraries.of(NAMES))
                .as((depth, open, name) -> ("{\"" + name + "\":" + open.repeat(depth))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Arbitrary<byte[]> cut(Arbitrary<byte[]> whole) {
        return Combinators.combine(whole, Arbitraries.integers().between(0, 500))
                .as((bytes, at) -> Arrays.copyOf(bytes, Math.min(at, bytes.length)));
    }

    private static Arbitrary<byte[]> changed(Arbitrary<byte[]> whole) {
        return Combinators.combine(whole, Arbitraries.integers().between(0, 500), Arbitraries.bytes())
                .as((bytes, at, other) -> {
                    byte[] changed = bytes.clone();
                    if (changed.length > 0) {
                        changed[at % changed.length] = other;
                    }
                    return changed;
                });
    }
}
