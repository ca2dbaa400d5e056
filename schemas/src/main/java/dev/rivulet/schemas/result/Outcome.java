package dev.rivulet.schemas.result;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.Usage;
import java.util.Objects;

/** How a turn ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = Outcome.Completed.class, name = "done"),
        @JsonSubTypes.Type(value = Outcome.Failed.class, name = "error")})
public sealed interface Outcome {

    /**
     * The completion is whole, or the turn was cancelled.
     *
     * @param usage null when the provider did not say
     */
    record Completed(String finishReason, Usage usage) implements Outcome {

        public Completed {
            Objects.requireNonNull(finishReason, "finishReason");
        }
    }

    /** The turn failed. See {@link dev.rivulet.schemas.event.TurnError} for the fields. */
    record Failed(String code, String message, boolean retryable) implements Outcome {

        public Failed {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }

    static Outcome cancelled() {
        return new Completed(FinishReason.CANCELLED, null);
    }

    static Outcome failed(ErrorCode code, String message) {
        return new Failed(code.code(), message, code.retryable());
    }
}
