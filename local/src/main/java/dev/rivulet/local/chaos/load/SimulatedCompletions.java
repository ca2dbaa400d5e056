package dev.rivulet.local.chaos.load;

import static java.util.stream.Collectors.joining;

import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.SimulatedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The simulated provider's scripts: the same prompt always gets the same text, so that every reader's text can be
 * checked; each of its tokens says whose it is.
 */
public final class SimulatedCompletions implements Function<SimulatedRequest, Script> {

    private static final List<String> WORDS = List.of(" rain", " 河川", " finds", "\nthe hill;", " Grüße",
            " \uD83C\uDF0A",
            " \"quoted\"", " data: x");
    /** The prompts of clients; those of hostile clients can be anything. */
    private static final Pattern PROMPT = Pattern
            .compile("\\S+ [1-9]\\d{0,2} (" + Stream.of(ExpectedFault.values()).map(Enum::name).collect(joining("|"))
                    + ")");
    private static final Duration FIRST_TOKEN = Duration.ofMillis(200);

    private final Set<String> called = ConcurrentHashMap.newKeySet();
    private final Duration gap;
    /** When calls are answered again, in {@link System#nanoTime}; in the past while nothing hangs. */
    private volatile long answersAt = System.nanoTime();

    /** @param tokensPerSecond of each completion */
    public SimulatedCompletions(int tokensPerSecond) {
        this.gap = Duration.ofSeconds(1).dividedBy(tokensPerSecond);
    }

    /** Lets calls that come from now on wait for some time. */
    public void hang(Duration length) {
        answersAt = System.nanoTime() + length.toNanos();
    }

    /** Returns the complete text for a prompt. */
    static String text(String prompt) {
        return String.join("", tokens(prompt));
    }

    private static List<String> tokens(String prompt) {
        String[] parts = prompt.split(" ");
        int count = Integer.parseInt(parts[1]);
        int shift = Math.floorMod(prompt.hashCode(), WORDS.size());
        String owner = OwnerMark.ownerOf(prompt);
        String mark = owner.isEmpty() ? "" : OwnerMark.of(owner);
        return Stream.concat(Stream.of(parts[0]),
                IntStream.range(1, count).mapToObj(i -> WORDS.get((i + shift) % WORDS.size()) + i + mark)).toList();
    }

    @Override
    public Script apply(SimulatedRequest request) {
        String prompt = request.prompt();
        if (!PROMPT.matcher(prompt).matches()) {
            return Script.ofTokens(WORDS).withTiming(FIRST_TOKEN, gap);
        }
        ExpectedFault expected = ExpectedFault.valueOf(prompt.split(" ")[2]);
        boolean retried = expected == ExpectedFault.FIRST_CALL_FAILS && !called.add(prompt);
        Fault fault = retried ? new Fault.None() : expected.fault();
        Duration hang = Duration.ofNanos(Math.max(0, answersAt - System.nanoTime()));
        return Script.ofTokens(tokens(prompt)).withTiming(FIRST_TOKEN.plus(hang), gap).withFault(fault);
    }
}
