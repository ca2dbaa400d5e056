package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import java.util.List;
import java.util.Objects;

/**
 * The coordinator's reply to a {@link dev.rivulet.schemas.command.SessionRequested}: the state of the session at this
 * record's position. It includes what the coordinator wrote about the session before this record, and nothing that it
 * writes after.
 *
 * @param system the system prompt of the session; null when there is none
 * @param messages the conversation that is remembered, oldest first; null when it is too large for a record
 * @param open the turn that runs; null when there is none
 * @param queue the turns that wait, in their order
 * @param since only in a reply without text: the session has no turn that is older, in milliseconds since the epoch;
 *     null when that is not known
 */
public record SessionState(TurnId requestId, String system, List<Message> messages, Open open, List<Queued> queue,
        Long since)
        implements
            CoordinatorReply {

    /**
     * The turn that a session runs.
     *
     * @param prompt see {@link TurnInput}, also for the following three
     * @param attempt the execution that runs; 0 when none has begun
     */
    public record Open(TurnId turnId, String prompt, List<Message> messages, String model, String system, int attempt) {

        public Open {
            Objects.requireNonNull(turnId, "turnId");
            messages = messages == null ? null : List.copyOf(messages);
        }

        public static Open of(TurnInput input, int attempt) {
            return new Open(input.turnId(), input.prompt(), input.messages(), input.model(), input.system(), attempt);
        }

        /** Leaves out what users wrote: safe for logs. */
        @Override
        public String toString() {
            return "Open[turnId=" + turnId + ", attempt=" + attempt + "]";
        }
    }

    public SessionState {
        Objects.requireNonNull(requestId, "requestId");
        messages = messages == null ? null : List.copyOf(messages);
        queue = List.copyOf(queue);
    }

    public SessionState(TurnId requestId, String system, List<Message> messages, Open open, List<Queued> queue) {
        this(requestId, system, messages, open, queue, null);
    }

    /** Returns the same without the text of the turns that run and wait, for a record that would be too large. */
    public SessionState withoutPrompts() {
        Open silent = open == null ? null : new Open(open.turnId, null, null, open.model, null, open.attempt);
        return new SessionState(requestId, system, messages, silent, queue.stream().map(Queued::withoutText).toList(),
                since);
    }

    /** Returns the same without any text. */
    public SessionState withoutText() {
        SessionState silent = withoutPrompts();
        return new SessionState(requestId, null, null, silent.open, silent.queue, since);
    }

    /** Returns the same with the time of the oldest turn. */
    public SessionState since(Long time) {
        return new SessionState(requestId, system, messages, open, queue, time);
    }

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "SessionState[requestId=" + requestId + ", open=" + open + ", queue=" + queue + "]";
    }
}
