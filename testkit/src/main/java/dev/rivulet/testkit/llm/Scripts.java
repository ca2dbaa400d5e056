package dev.rivulet.testkit.llm;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Ready-made functions that choose the script of a request. */
public final class Scripts {

    private static final Duration DEMO_FIRST_TOKEN = Duration.ofMillis(250);
    private static final Duration DEMO_GAP = Duration.ofMillis(30);
    private static final int SHOWN_OF_AN_ANSWER = 40;

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
