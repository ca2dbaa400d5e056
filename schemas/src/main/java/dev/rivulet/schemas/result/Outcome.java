package dev.rivulet.schemas.result;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.json.Json;
import java.time.Duration;
import java.util.Objects;

/** How a turn ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true, defaultImpl = Outcome.Unknown.class)
@JsonSubTypes({@JsonSubTypes.Type(value = Outcome.Completed.class, name = "done"),
        @JsonSubTypes.Type(value = Outcome.Failed.class, name = "error")})
public sealed interface Outcome {

    /**
     * The completion is whole, or the turn was cancelled.
     *
     * @param usage null when no provider was asked, and in records of earlier versions when the provider did not say
     */
    record Completed(String finishReason, Usage usage) implements Outcome {

        public Completed {
            Objects.requireNonNull(finishReason, "finishReason");
        }
    }

    /** The turn failed. See {@link dev.rivulet.schemas.event.TurnError} for the fields. */
    record Failed(String code, String message, boolean retryable, Long retryAfterMs, Usage usage) implements Outcome {

        public Failed {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }

        /** A failure of which no usage is known. */
        public Failed(String code, String message, boolean retryable, Long retryAfterMs) {
            this(code, message, retryable, retryAfterMs, null);
        }
    }

    /**
     * An outcome of a later version. Its turn ends as an error, so that it ends; see {@link TurnFinished#terminal()}.
     *
     * @param type the later version's name for it
     */
    record Unknown(String type) implements Outcome {

        /** @throws IllegalArgumentException when there is no name */
        public Unknown {
            if (!Json.isTypeName(type)) {
                throw new IllegalArgumentException("an outcome has a type");
            }
        }
    }

    /** Returns the reason for programs: a finish reason or an error code. */
    default String reason() {
        return switch (this) {
            case Completed done -> done.finishReason();
            case Failed error -> error.code();
            case Unknown later -> ErrorCode.INTERNAL.code();
        };
    }

    /** Returns the same with what the turn has used; null: nothing, or nobody knows. */
    default Outcome withUsage(Usage usage) {
        return switch (this) {
            case Completed done -> new Completed(done.finishReason(), usage);
            case Failed error ->
                new Failed(error.code(), error.message(), error.retryable(), error.retryAfterMs(), usage);
            case Unknown later -> later;
        };
    }

    static Outcome cancelled() {
        return new Completed(FinishReason.CANCELLED, null);
    }

    static Outcome failed(ErrorCode code, String message) {
        return failed(code, message, null);
    }

    /** @param retryAfter how long the provider asks to wait; null when it does not say */
    static Outcome failed(ErrorCode code, String message, Duration retryAfter) {
        return new Failed(code.code(), message, code.retryable(), retryAfter == null ? null : retryAfter.toMillis());
    }
}
