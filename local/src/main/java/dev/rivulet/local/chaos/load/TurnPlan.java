package dev.rivulet.local.chaos.load;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.command.OnInterruption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * What a client does in one turn.
 *
 * @param key unique in a run, with the {@link OwnerMark} of who asks; the prompt and its answer begin with it
 * @param tokens of the answer
 * @param fault of the provider
 * @param streams whether the response to the prompt is the stream; else the turn is submitted and read afterwards
 * @param socket whether the turn is read over a WebSocket, except in the response to the prompt
 * @param cuts after how many events the client loses its connection
 * @param cancels after how many events the client cancels
 * @param readAgain whether the turn is read once more from its beginning after its end
 * @param continues whether the answer is to go on where its text ends when its worker is lost
 * @param idempotencyKey empty for none
 */
public record TurnPlan(String key, String session, int tokens, ExpectedFault fault, OnInterruption onInterruption,
        boolean streams, boolean socket, OptionalInt cuts, OptionalInt cancels, boolean readAgain,
        boolean continues, Optional<String> idempotencyKey) {

    private static final int FEWEST_TOKENS = 15;
    private static final int MOST_TOKENS = 90;
    /** Of the provider, in turns in which it hangs. */
    private static final int SHORT_TIMEOUT_MS = 5_000;

    static TurnPlan draw(RandomGenerator random, String key, String session) {
        int tokens = random.nextInt(FEWEST_TOKENS, MOST_TOKENS);
        ExpectedFault fault = random.nextInt(100) < 4
                ? ExpectedFault.values()[random.nextInt(1, ExpectedFault.values().length)]
                : ExpectedFault.NONE;
        OnInterruption interruption = random.nextInt(100) < 10 ? OnInterruption.FAIL : OnInterruption.RESTART;
        return new TurnPlan(key, session, tokens, fault, interruption, random.nextInt(100) < 60,
                random.nextInt(100) < 25,
                sometimes(random, 15, tokens), sometimes(random, 5, tokens), random.nextInt(100) < 5,
                random.nextInt(3) == 0 && fault.error().isEmpty(),
                random.nextInt(100) < 10 ? Optional.of(key) : Optional.empty());
    }

    /** Returns a turn in which nothing happens but its answer, under the names of another. */
    static TurnPlan plain(RandomGenerator random, String key, TurnPlan named) {
        return new TurnPlan(key, named.session(), random.nextInt(2, FEWEST_TOKENS), ExpectedFault.NONE,
                OnInterruption.RESTART, true, random.nextBoolean(), OptionalInt.empty(), OptionalInt.empty(), false,
                false, named.idempotencyKey());
    }

    /** Returns who asks; empty if the key does not say. */
    public String principal() {
        return OwnerMark.ownerOf(key);
    }

    private static OptionalInt sometimes(RandomGenerator random, int percent, int tokens) {
        int when = random.nextInt(tokens);
        return random.nextInt(100) < percent ? OptionalInt.of(when) : OptionalInt.empty();
    }

    /** Returns the prompt, from which {@link SimulatedCompletions} makes the answer. */
    public String prompt() {
        return key + " " + tokens + " " + fault;
    }

    /** Returns the request body. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prompt", prompt());
        if (fault.hangs()) {
            // Only the one that must end the turn: the provider may also hang for all.
            String limit = fault.error().filter(ErrorCode.IDLE_TIMEOUT::equals).isPresent() ? "idleMs" : "firstTokenMs";
            body.put("timeouts", Map.of(limit, SHORT_TIMEOUT_MS));
        }
        String policy = (continues ? "continue," : "") + (onInterruption == OnInterruption.FAIL ? "fail" : "restart");
        if (!policy.equals("restart")) {
            body.put("onInterruption", policy);
        }
        return body;
    }
}
