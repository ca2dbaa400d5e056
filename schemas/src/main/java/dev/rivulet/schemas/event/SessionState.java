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
 * @param messages the conversation that is remembered, oldest first; null when it is too large for a record, or when
 *     the request asks for turns
 * @param open the turn that runs; null when there is none
 * @param queue the turns that wait, in their order
 * @param since only in a reply without text: the session has no turn that is older, in milliseconds since the epoch;
 *     null when that is not known
 * @param turns the ended turns that the request asks for, newest first; null when it asks for none
 * @param more true when the session has older ones; null otherwise
 */
public record SessionState(TurnId requestId, String system, List<Message> messages, Open open, List<Queued> queue,
        Long since, List<PastTurn> turns, Boolean more)
        implements
            CoordinatorReply {

    /**
     * The turn that a session runs.
     *
     * @param prompt see {@link TurnInput}, also for the following four
     * @param attempt the execution that runs; 0 when none has begun
     */
    public record Open(TurnId turnId, String prompt, List<Message> messages, String model, String system,
            Boolean shortened, int attempt) {

        public Open {
            Objects.requireNonNull(turnId, "turnId");
            messages = messages == null ? null : List.copyOf(messages);
        }

        public static Open of(TurnInput input, int attempt) {
            return new Open(input.turnId(), input.prompt(), input.messages(), input.model(), input.system(),
                    input.shortened(), attempt);
        }

        private TurnInput input() {
            return new TurnInput(turnId, prompt, messages, model, system, shortened);
        }

        private Open atMost(int maxChars) {
            return withInput(input().atMost(maxChars));
        }

        /** Returns the same without what users wrote. */
        public Open withoutText() {
            return withInput(input().withoutText());
        }

        private Open withInput(TurnInput other) {
            return of(other, attempt);
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
        turns = turns == null ? null : List.copyOf(turns);
    }

    public SessionState(TurnId requestId, String system, List<Message> messages, Open open, List<Queued> queue) {
        this(requestId, system, messages, open, queue, null, null, null);
    }

    /** Returns the same without the text of the turns that run and wait, for a record that would be too large. */
    public SessionState withoutPrompts() {
        return with(system, messages, open == null ? null : open.withoutText(),
                queue.stream().map(Queued::withoutText).toList());
    }

    /** Returns the same without any text. */
    public SessionState withoutText() {
        return withoutPrompts().withoutConversation();
    }

    /** Returns the same without the conversation. */
    public SessionState withoutConversation() {
        return with(null, null, open, queue);
    }

    /**
     * Returns the same with at most so much text of what the running turn was asked, and as much of all that wait.
     *
     * @param maxChars in UTF-16 code units
     */
    public SessionState withPromptsAtMost(int maxChars) {
        int share = maxChars / Math.max(1, queue.size());
        return with(system, messages, open == null ? null : open.atMost(maxChars),
                queue.stream().map(waiting -> waiting.atMost(share)).toList());
    }

    private SessionState with(String newSystem, List<Message> newMessages, Open newOpen, List<Queued> newQueue) {
        return new SessionState(requestId, newSystem, newMessages, newOpen, newQueue, since, turns, more);
    }

    /** Returns the same with the time of the oldest turn. */
    public SessionState since(Long time) {
        return new SessionState(requestId, system, messages, open, queue, time, turns, more);
    }

    /** Returns the same with ended turns. */
    public SessionState withTurns(List<PastTurn> past, boolean hasMore) {
        return new SessionState(requestId, system, messages, open, queue, since, past, hasMore ? true : null);
    }

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "SessionState[requestId=" + requestId + ", open=" + open + ", queue=" + queue + "]";
    }
}
