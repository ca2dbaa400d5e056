package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Ready-made functions that choose the script of a request. */
public final class Scripts {

    private static final Duration DEMO_FIRST_TOKEN = Duration.ofMillis(250);
    private static final Duration DEMO_GAP = Duration.ofMillis(30);
    private static final int SHOWN_OF_AN_ANSWER = 40;
    private static final String RESPONSE_FORMAT = "response_format";

    private Scripts() {}

    /**
     * Deterministic demo answers at reading speed: a haiku, a long story or a Markdown table if the prompt asks for
     * one, else a few sentences.
     */
    public static Function<SimulatedRequest, Script> demo() {
        return request -> Script.of(DemoCompletions.to(request)).withTiming(DEMO_FIRST_TOKEN, DEMO_GAP);
    }

    /**
     * Answers at once with the conversation it received, so that a test can check what a turn knew: {@code "turn 2 |
     * user: hi | assistant: turn 1 | user: and now?"}. An earlier answer is cut before its first bar, to at most 40
     * characters.
     */
    public static Function<SimulatedRequest, Script> echoConversation() {
        return request -> {
            long turn = request.messages().stream().filter(message -> message.role().equals("user")).count();
            StringBuilder text = new StringBuilder("turn " + turn);
            for (Message message : request.messages()) {
                text.append(" | ").append(message.role()).append(": ").append(shown(message));
            }
            return Script.of(text.toString());
        };
    }

    /**
     * Answers at once with the options that it received, as a JSON object: what a client said, and how it arrived. If
     * the request wants JSON by a schema, with the smallest value that the schema allows, about.
     */
    public static Function<SimulatedRequest, Script> echoOptions() {
        return request -> {
            Map<String, JsonNode> options = request.options();
            JsonNode schema = options.containsKey(RESPONSE_FORMAT)
                    ? options.get(RESPONSE_FORMAT).path("json_schema").path("schema")
                    : MissingNode.getInstance();
            return Script.of(schema.isMissingNode()
                    ? new ObjectMapper().valueToTree(options).toString()
                    : SchemaExample.of(schema).toString());
        };
    }

    /**
     * Fails the first requests, counted over all requests, and answers the others with the given function. Thread-safe.
     */
    public static Function<SimulatedRequest, Script> failFirst(int times, Fault fault,
            Function<SimulatedRequest, Script> then) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> {
            Script script = then.apply(request);
            return left.getAndDecrement() > 0 ? script.withFault(fault) : script;
        };
    }

    private static String shown(Message message) {
        if (!message.role().equals("assistant")) {
            return message.content();
        }
        String head = message.content().split(" \\|", 2)[0];
        return head.substring(0, Math.min(SHOWN_OF_AN_ANSWER, head.length()));
    }
}
