package dev.rivulet.worker.placement;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.worker.execution.TurnJob;
import java.util.List;
import java.util.Objects;

/** A record of the topic {@code turn-jobs}, keyed by the worker that it is for. Written and read by workers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = JobRecord.Unknown.class)
@JsonSubTypes({@JsonSubTypes.Type(value = JobRecord.AttemptAssigned.class, name = "AttemptAssigned"),
        @JsonSubTypes.Type(value = JobRecord.AttemptChecked.class, name = "AttemptChecked")})
public sealed interface JobRecord {

    /**
     * The worker is to execute an attempt, which was claimed for it.
     *
     * @param waitedMs how long the turn has waited so far: clocks of two machines cannot be compared
     * @param options without the system prompt, which is one of the messages
     * @param input null when nothing of the turn is to be remembered
     * @param handOvers how often the turn was passed on; null: never
     * @param requestedBy who asked, for the result; null when it is not known
     */
    record AttemptAssigned(SessionId sessionId, TurnId turnId, int attempt, long waitedMs, List<Message> messages,
            TurnOptions options, TurnInput input, Integer handOvers, RequestedBy requestedBy)
            implements
                JobRecord {

        public AttemptAssigned {
            Objects.requireNonNull(sessionId, "sessionId");
            Objects.requireNonNull(turnId, "turnId");
            messages = List.copyOf(messages);
            options = options == null ? TurnOptions.NONE : options;
        }

        /**
         * @param inputChars how much text of what was asked a result has, in UTF-16 code units
         * @param now in milliseconds since the epoch, on the clock of the job
         */
        static AttemptAssigned of(TurnJob job, int inputChars, long now) {
            return new AttemptAssigned(job.session(), job.turn(), job.attempt(), Math.max(0, now - job.waitingSince()),
                    job.messages(), job.options().withoutSystem(),
                    job.input() == null ? null : job.input().atMost(inputChars),
                    job.handOvers() == 0 ? null : job.handOvers(), job.requestedBy());
        }

        /** @param now in milliseconds since the epoch, on this machine's clock */
        TurnJob job(long now) {
            return new TurnJob(sessionId, turnId, attempt, now - Math.max(0, waitedMs), messages, options, input,
                    handOvers == null ? 0 : handOvers, requestedBy);
        }

        /** Leaves out what users wrote: safe for logs. */
        @Override
        public String toString() {
            return "AttemptAssigned[turnId=" + turnId + ", attempt=" + attempt + "]";
        }
    }

    /** The worker is to give up an attempt that was claimed for it, unless it has got the job. */
    record AttemptChecked(SessionId sessionId, TurnId turnId, int attempt) implements JobRecord {

        public AttemptChecked {
            Objects.requireNonNull(sessionId, "sessionId");
            Objects.requireNonNull(turnId, "turnId");
        }

        SessionTurn sessionTurn() {
            return new SessionTurn(sessionId, turnId);
        }
    }

    /** A record of a later version. Never written. */
    record Unknown() implements JobRecord {}
}
