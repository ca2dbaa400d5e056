package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.InvalidOptionException;
import dev.rivulet.schemas.option.ModelOption;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.worker.coordinator.session.RefusedPrompt;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** Reads {@code prompt-requests}. The turn of a prompt that cannot be processed ends as {@code invalid_prompt}. */
final class CommandReader extends RecordReader<Command> {

    private static final String AHEAD = "has a turn id that is too far ahead of the coordinator's clock";

    private static final String MODEL = "names a model that is not allowed";
    private static final String OPTION = "has an option for the model that is not known, invalid, or too large";
    private static final String TOKENS = "asks for more tokens than are allowed";

    private final InputLimits limits;

    CommandReader(InputLimits limits, TurnMetrics metrics) {
        super(Command.class, limits, metrics);
        this.limits = limits;
    }

    @Override
    SessionId session(Command command) {
        return command.sessionId();
    }

    @Override
    Optional<String> refusal(Command command, long now) {
        return command instanceof PromptRequested prompt ? refusal(prompt, now) : Optional.empty();
    }

    @Override
    String processor(Command command) {
        return command instanceof ReadersChanged
                ? CoordinatorTopology.FOLLOWER_COUNTER
                : CoordinatorTopology.COORDINATOR;
    }

    /** Gateways refuse the same; but a backend can write its prompts itself. */
    private Optional<String> refusal(PromptRequested prompt, long now) {
        if (prompt.turnId().isAhead(limits.clockTolerance(), now)) {
            return Optional.of(AHEAD);
        }
        if (!limits.models().allowsModel(prompt.options().model())) {
            return Optional.of(MODEL);
        }
        return limits.models().allowsTokens(prompt.options().maxTokens())
                ? refusal(prompt.options().toldToModel())
                : Optional.of(TOKENS);
    }

    private Optional<String> refusal(ModelOptions options) {
        try {
            options.requireValid(limits.models().options());
            return Optional.empty();
        } catch (InvalidOptionException invalid) {
            return Optional.of(OPTION + ModelOption.of(invalid.option()).map(known -> ": " + known.wire()).orElse(""));
        }
    }

    @Override
    Optional<Object> substitute(SessionId session, LenientFields fields, String reason) {
        return fields.is("type", "PromptRequested")
                ? fields.turn().map(turn -> refused(session, turn, fields.idempotency(), reason))
                : Optional.empty();
    }

    /** The result finds its partition by its key. */
    @Override
    void misplaced(Command command) {
        if (command instanceof PromptRequested prompt) {
            RefusedPrompt refused = refused(prompt.sessionId(), prompt.turnId(), null,
                    "is not in the partition of its key (murmur2)");
            context().forward(new Record<>(prompt.sessionId().value(), Json.write(refused.result()),
                    prompt.turnId().recordTimestamp(context().currentSystemTimeMs())),
                    CoordinatorTopology.TURN_RESULTS);
        }
    }

    private static RefusedPrompt refused(SessionId session, TurnId turn, Idempotency idempotency, String reason) {
        return new RefusedPrompt(session, turn, idempotency,
                Outcome.failed(ErrorCode.INVALID_PROMPT, "The prompt " + reason + "."));
    }
}
