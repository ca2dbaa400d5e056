package dev.rivulet.worker.coordinator.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.ChunkEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a session remembers. Its JSON is stored: names and order of the components are those of the changelog.
 *
 * @param system the system prompt that stays with the session; null when there is none
 * @param messages the user's and the model's in turn, oldest first; see {@link ConversationWindow}
 * @param remembered the turns of which the messages are, oldest first
 * @param ended the turns that ended last, oldest first
 * @param cancelledEarly turns whose cancel arrived before their prompt
 * @param keys the idempotency keys that came last, oldest first
 * @param forgettings the requests to forget the session that were carried out last, oldest first
 * @param touchedAt when it last changed, in milliseconds since the epoch
 */
public record Conversation(String system, List<Message> messages, List<TurnId> remembered, List<EndedTurn> ended,
        List<TurnId> cancelledEarly, List<AcceptedKey> keys, List<AppliedForget> forgettings, long touchedAt) {

    public static final Conversation EMPTY = new Conversation(null, List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(), 0);

    private static final int CANCELS_REMEMBERED = 16;
    private static final int FORGETTINGS_REMEMBERED = 4;
    /** Longer than what can be replayed after a crash: Kafka Streams commits every second. */
    private static final long RECENT_MS = 10_000;

    /** State that earlier versions stored has no {@code keys}, {@code forgettings} or {@code remembered}. */
    public Conversation {
        messages = copy(messages);
        remembered = copy(remembered);
        ended = copy(ended);
        cancelledEarly = copy(cancelledEarly);
        keys = copy(keys);
        forgettings = copy(forgettings);
    }

    /** Throws for a list with a null: such state cannot be used. */
    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** @throws java.util.NoSuchElementException unless {@link #withKeyOf} has noted the key */
    AcceptedKey keyOf(TurnId turn, Idempotency asked) {
        String name = AcceptedKey.name(turn, asked);
        return keys.stream().filter(key -> key.name().equals(name)).findFirst().orElseThrow();
    }

    /**
     * Remembers the key of a prompt, unless it was brought before. Then drops keys that are older than the window, and
     * the oldest beyond the limit.
     */
    Conversation withKeyOf(TurnId turn, Idempotency asked, SessionLimits limits, long now) {
        AcceptedKey own = AcceptedKey.of(turn, asked, now);
        List<AcceptedKey> valid = keys.stream().filter(old -> old.at() >= now - limits.keyWindow().toMillis()).toList();
        if (valid.stream().anyMatch(old -> old.name().equals(own.name()))) {
            return this;
        }
        List<AcceptedKey> all = new ArrayList<>(valid);
        all.add(own);
        return with(next -> {
            next.keys = newest(all, limits.keys());
            next.touchedAt = now;
        });
    }

    /** Returns how much memory it takes, in bytes. Not named as a getter: JSON would take that for a field. */
    public long sizeInBytes() {
        return TextSize.bytesOf(this);
    }

    public Optional<EndedTurn> endedTurn(TurnId turn) {
        return ended.stream().filter(past -> past.turn().equals(turn)).findFirst();
    }

    /** Remembers the system prompt of a turn that starts. It stays, however the turn ends. */
    Conversation withSystemPromptOf(PromptRequested turn) {
        String given = turn.options().system();
        return given == null || given.equals(system) ? this : with(next -> next.system = given);
    }

    /** Returns the messages to send to the model for a turn, system prompt included. */
    List<Message> messagesFor(PromptRequested turn) {
        List<Message> all = new ArrayList<>();
        if (turn.messages() != null) {
            if (turn.options().system() != null) {
                all.add(Message.system(turn.options().system()));
            }
            all.addAll(turn.messages());
        } else {
            String instruction = turn.options().system() != null ? turn.options().system() : system;
            if (instruction != null) {
                all.add(Message.system(instruction));
            }
            all.addAll(messages);
            all.add(Message.user(turn.prompt()));
        }
        return List.copyOf(all);
    }

    /**
     * Remembers a turn and its completion. The messages of a turn that brought its own replace those of the session.
     */
    Conversation withCompletion(PromptRequested turn, String completion, int maxChars) {
        String instruction = system;
        List<Message> all = new ArrayList<>();
        List<TurnId> turns = new ArrayList<>();
        if (turn.messages() != null) {
            String own = turn.messages().stream().filter(message -> message.role().instructs()).map(Message::content)
                    .collect(Collectors.joining("\n"));
            instruction = !own.isEmpty() && turn.options().system() == null ? own : instruction;
            turn.messages().stream().filter(message -> !message.role().instructs()).forEach(all::add);
        } else {
            all.addAll(messages);
            all.add(Message.user(turn.prompt()));
            turns.addAll(remembered);
        }
        all.add(Message.assistant(completion));
        turns.add(turn.turnId());
        String newSystem = instruction;
        List<Message> kept = ConversationWindow.newestThatFit(all, maxChars);
        return with(next -> {
            next.system = newSystem;
            next.messages = kept;
            next.remembered = newest(turns, prompts(kept));
        });
    }

    /**
     * Returns of how many turns these are the messages at most: each has a user's message, and only the oldest, if it
     * brought its own messages, has several.
     */
    private static int prompts(List<Message> messages) {
        return (int) messages.stream().filter(message -> message.role().equals(Role.USER)).count();
    }

    /**
     * Remembers the end of a turn. Keeps the newest, and all that can be replayed after a crash: they must not run
     * again.
     */
    Conversation withEnded(EndedTurn turn, int remembered, long now) {
        List<EndedTurn> all = new ArrayList<>(ended);
        all.add(turn);
        int from = Math.max(0, all.size() - remembered);
        while (from > 0 && all.size() - from < remembered + SessionLimits.RECENT_TURNS
                && all.get(from - 1).at() > now - RECENT_MS) {
            from--;
        }
        List<EndedTurn> kept = List.copyOf(all.subList(from, all.size()));
        return with(next -> {
            next.ended = kept;
            next.cancelledEarly = cancelledEarly.stream().filter(early -> !early.equals(turn.turn())).toList();
            next.touchedAt = now;
        });
    }

    /** Notes that the result of an ended turn was read from the log, and the terminal event that was made of it. */
    Conversation withResultRead(TurnId turn, ChunkEvent.Terminal terminal) {
        return with(next -> next.ended = ended.stream()
                .map(past -> past.turn().equals(turn) ? new EndedTurn(turn, terminal, past.at()) : past).toList());
    }

    /** Remembers a cancel that arrived before its turn's prompt. */
    Conversation withEarlyCancel(TurnId turn, long now) {
        if (cancelledEarly.contains(turn)) {
            return this;
        }
        List<TurnId> all = new ArrayList<>(cancelledEarly);
        all.add(turn);
        return with(next -> {
            next.cancelledEarly = newest(all, CANCELS_REMEMBERED);
            next.touchedAt = now;
        });
    }

    Optional<AppliedForget> forgetting(TurnId request) {
        return forgettings.stream().filter(past -> past.request().equals(request)).findFirst();
    }

    /** Whether a turn was asked before the session was to be forgotten, by the times of their ids. */
    boolean forgotSince(TurnId turn) {
        return forgettings.stream().anyMatch(past -> past.request().compareTo(turn) > 0);
    }

    /** Whether the turn ran or waited when the session was to be forgotten. */
    boolean hasForgotten(TurnId turn) {
        return forgettings.stream().anyMatch(past -> past.turns().contains(turn));
    }

    /** Drops all text. The ids of what can be replayed after a crash stay for a while. */
    Conversation forgotten(AppliedForget forgetting, long now) {
        List<AppliedForget> all = new ArrayList<>(forgettings);
        all.add(forgetting);
        return with(next -> {
            next.system = null;
            next.messages = List.of();
            next.remembered = List.of();
            next.ended = ended.stream().filter(past -> past.at() > now - RECENT_MS).toList();
            next.keys = List.of();
            next.forgettings = newest(all, FORGETTINGS_REMEMBERED);
            next.touchedAt = now;
        });
    }

    /**
     * Returns what is left that has to be kept; null for a conversation that later turns continue. Stored, so that
     * {@link StoredConversation} need not read the whole state.
     */
    @JsonProperty(value = StoredConversation.KEPT, access = JsonProperty.Access.READ_ONLY)
    Kept kept() {
        if (system != null || !messages.isEmpty()) {
            return null;
        }
        return keys.isEmpty() ? Kept.IDS : Kept.KEYS;
    }

    /** What a state is kept for when it has no text. */
    enum Kept {
        /** Ids of turns and requests, against replays after a crash. */
        @JsonProperty("ids") IDS,
        /** Idempotency keys, too. */
        @JsonProperty("keys") KEYS
    }

    private static <T> List<T> newest(List<T> all, int count) {
        return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
    }

    private Conversation with(Consumer<Draft> change) {
        Draft next = new Draft(this);
        change.accept(next);
        return next.build();
    }

    /** A copy whose fields a change sets by name. */
    private static final class Draft {

        private String system;
        private List<Message> messages;
        private List<TurnId> remembered;
        private List<EndedTurn> ended;
        private List<TurnId> cancelledEarly;
        private List<AcceptedKey> keys;
        private List<AppliedForget> forgettings;
        private long touchedAt;

        Draft(Conversation conversation) {
            system = conversation.system;
            messages = conversation.messages;
            remembered = conversation.remembered;
            ended = conversation.ended;
            cancelledEarly = conversation.cancelledEarly;
            keys = conversation.keys;
            forgettings = conversation.forgettings;
            touchedAt = conversation.touchedAt;
        }

        Conversation build() {
            return new Conversation(system, messages, remembered, ended, cancelledEarly, keys, forgettings, touchedAt);
        }
    }
}
