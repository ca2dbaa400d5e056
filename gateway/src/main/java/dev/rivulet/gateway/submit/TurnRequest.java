package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.InputChecks;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.command.WhenBusy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the body of {@code POST /v1/sessions/{session}/turns}. */
public final class TurnRequest {

    /** The highest temperature that any API accepts; the lowest is 0. */
    public static final double MAX_TEMPERATURE = 2;
    /** The roles of messages by their names on the wire. */
    public static final Map<String, Role> ROLES = Map.of("system", Role.SYSTEM, "developer", Role.DEVELOPER, "user",
            Role.USER, "assistant", Role.ASSISTANT);
    private static final Map<String, WhenBusy> WHEN_BUSY = Map.of("enqueue", WhenBusy.ENQUEUE, "reject",
            WhenBusy.REJECT, "interrupt", WhenBusy.INTERRUPT);
    /** Where the first word is continue, the second says what happens if that is not possible. */
    private static final Map<String, UnaryOperator<TurnOptions>> ON_INTERRUPTION = Map.of(
            "restart", options -> options.with(OnInterruption.RESTART),
            "fail", options -> options.with(OnInterruption.FAIL),
            "continue", TurnOptions::withContinuation,
            "continue,restart", options -> options.with(OnInterruption.RESTART).withContinuation(),
            "continue,fail", options -> options.with(OnInterruption.FAIL).withContinuation());
    private static final Map<String, OnDisconnect> ON_DISCONNECT = Map.of("continue", OnDisconnect.CONTINUE, "cancel",
            OnDisconnect.CANCEL);

    private static final KnownNames MESSAGE = KnownNames.of("role", "content");
    private static final KnownNames TIMEOUTS = KnownNames.of("queueMs", "firstTokenMs", "idleMs", "totalMs");
    /** The fields of a turn but those that say what is asked, and its id. */
    public static final KnownNames OPTIONS = KnownNames.of("model", "maxTokens", "temperature", "system", "whenBusy",
            "onInterruption", "maxAttempts", "onDisconnect", "timeouts", OptionFields.FIELD);
    private static final KnownNames TURN = OPTIONS.with("prompt", "messages", "turnId");

    private TurnRequest() {}

    /**
     * Refuses fields that a turn does not have, also in its messages and timeouts.
     *
     * @param others what the object may have besides the fields of a turn
     * @throws ProblemException {@code unknown_field}
     */
    public static void requireKnownFields(JsonRequest body, String... others) {
        body.requireOnly(TURN.with(others));
        body.objects("messages").ifPresent(messages -> messages.forEach(message -> message.requireOnly(MESSAGE)));
        body.object("timeouts").ifPresent(timeouts -> timeouts.requireOnly(TIMEOUTS));
    }

    /**
     * Reads a turn.
     *
     * @param limits the limits of its options
     * @throws ProblemException if a field is missing, invalid or beyond a limit
     */
    public static TurnDraft read(JsonRequest body, GatewayConfig limits) {
        Optional<String> prompt = body.text("prompt");
        Optional<List<JsonRequest>> messages = body.objects("messages");
        if (prompt.isPresent() && messages.isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_VALUE, "Send either prompt or messages, not both.",
                    "messages");
        }
        TurnOptions options = options(body, limits);
        if (messages.isPresent()) {
            return new TurnDraft(null, messages(messages.get()), options);
        }
        if (prompt.isEmpty() || prompt.get().isBlank()) {
            throw new ProblemException(ProblemCode.MISSING_PROMPT, "Send a prompt or messages.", "prompt");
        }
        return new TurnDraft(prompt.get(), null, options);
    }

    private static List<Message> messages(List<JsonRequest> messages) {
        if (messages.isEmpty()) {
            throw new ProblemException(ProblemCode.MISSING_PROMPT, "messages must not be empty.", "messages");
        }
        return messages.stream().map(message -> new Message(
                message.choice("role", ROLES, Set.of()).orElseThrow(() -> message.missing("role")),
                MessageText.text(message, "content"))).toList();
    }

    /** Reads all fields except {@code prompt} and {@code messages}; see {@link #read}. */
    public static TurnOptions options(JsonRequest body, GatewayConfig limits) {
        OptionalInt maxTokens = body.positiveInt("maxTokens");
        TurnOptions options = new TurnOptions(
                body.text("model").map(name -> InputChecks.requireModelName(name, "model")).orElse(null),
                maxTokens.isPresent() ? maxTokens.getAsInt() : null,
                body.number("temperature", 0, MAX_TEMPERATURE).orElse(null), body.text("system").orElse(null),
                body.choice("whenBusy", WHEN_BUSY, Set.of()).orElse(null), null,
                atMost(body, "maxAttempts", limits.maxAttempts()),
                body.choice("onDisconnect", ON_DISCONNECT, Set.of()).orElse(null), timeouts(body, limits));
        return body.choice("onInterruption", ON_INTERRUPTION, Set.of()).orElse(UnaryOperator.identity())
                .apply(options.with(OptionFields.object(body, "modelOptions")));
    }

    /** Returns null if the body sets none. */
    private static TurnTimeouts timeouts(JsonRequest body, GatewayConfig limits) {
        return body.object("timeouts")
                .map(fields -> new TurnTimeouts(atMost(fields, "queueMs", limits.maxQueueTimeout().toMillis()),
                        atMost(fields, "firstTokenMs", limits.maxFirstTokenTimeout().toMillis()),
                        atMost(fields, "idleMs", limits.maxIdleTimeout().toMillis()),
                        atMost(fields, "totalMs", limits.maxTotalTimeout().toMillis())))
                .filter(timeouts -> !timeouts.equals(TurnTimeouts.NONE)).orElse(null);
    }

    /** Returns null if the field is absent. */
    private static Integer atMost(JsonRequest fields, String name, long max) {
        OptionalInt value = fields.positiveInt(name);
        if (value.isEmpty()) {
            return null;
        }
        if (value.getAsInt() > max) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    fields.pathOf(name) + " must be " + max + " or less.", fields.pathOf(name));
        }
        return value.getAsInt();
    }
}
