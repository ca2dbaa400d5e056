package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a session remembers.
 *
 * @param system the system prompt that stays; null when none was given
 * @param messages user and assistant in turn, oldest first: the newest turns that fit the bound
 * @param ended the turns that ended last, oldest first
 * @param cancelledEarly turns whose cancel arrived before their prompt
 * @param keys the idempotency keys that came last, oldest first
 * @param forgettings the requests to forget it that were carried out last, oldest first
 * @param touchedAt when it last changed, milliseconds since the epoch
 */
public record Conversation(String system, List<Message> messages, List<EndedTurn> ended, List<TurnId> cancelledEarly,
        List<AcceptedKey> keys, List<AppliedForget> forgettings, long touchedAt) {

    public static final Conversation EMPTY = new Conversation(null, List.of(), List.of(), List.of(), List.of(),
            List.of(), 0);

    private static final int CANCELS_REMEMBERED = 16;
    private static final int FORGETTINGS_REMEMBERED = 4;
    /** Longer than what a crash can have replayed: Streams commits every second. */
    private static final long RECENT_MS = 10_000;

    /** What earlier versions stored lacks some. */
    public Conversation {
        keys = keys == null ? List.of() : keys;
        forgettings = forgettings == null ? List.of() : forgettings;
    }

    Optional<AcceptedKey> key(String name, long notBefore) {
        return keys.stream().filter(key -> key.name().equals(name) && key.at() >= notBefore).findFirst();
    }

    /** Keys that came before the given time are forgotten, and the oldest when there are too many. */
    Conversation accepted(AcceptedKey key, long notBefore, int remembered) {
        List<AcceptedKey> all = new ArrayList<>(
                keys.stream().filter(old -> old.at() >= notBefore && !old.name().equals(key.name())).toList());
        all.add(key);
        return new Conversation(system, messages, ended, cancelledEarly, newest(all, remembered), forgettings,
                key.at());
    }

    public Optional<EndedTurn> endedTurn(TurnId turn) {
        return ended.stream().filter(past -> past.turn().equals(turn)).findFirst();
    }

    /** The conversation when a turn starts: its system prompt stays, however the turn ends. */
    Conversation instructed(PromptRequested turn) {
        String given = turn.options().system();
        return given == null || given.equals(system)
                ? this
                : new Conversation(given, messages, ended, cancelledEarly, keys, forgettings,
                        touchedAt);
    }

    /** What to send to the model for a turn. */
    List<Message> messagesFor(PromptRequested turn) {
        List<Message> all = new ArrayList<>();
        if (turn.messages() != null) {
            if (turn.options().system() != null) {
                all.add(Message.system(turn.options().system()));
            }
            all.addAll(turn.messages());
        } else {
            if (system != null) {
                all.add(Message.system(system));
            }
            all.addAll(messages);
            all.add(Message.user(turn.prompt()));
        }
        return List.copyOf(all);
    }

    /** The conversation after a turn was answered. A turn that brought its own messages states the conversation anew. */
    Conversation answered(PromptRequested turn, String answer, int maxChars) {
        String instruction = system;
        List<Message> all = new ArrayList<>();
        if (turn.messages() != null) {
            String own = turn.messages().stream().filter(message -> message.role().instructs()).map(Message::content)
                    .collect(Collectors.joining("\n"));
            instruction = !own.isEmpty() && turn.options().system() == null ? own : instruction;
            turn.messages().stream().filter(message -> !message.role().instructs()).forEach(all::add);
        } else {
            all.addAll(messages);
            all.add(Message.user(turn.prompt()));
        }
        all.add(Message.assistant(answer));
        return new Conversation(instruction, newestThatFit(all, maxChars), ended, cancelledEarly, keys, forgettings,
                touchedAt);
    }

    /** The newest are remembered, and all that a crash could have replayed: their prompts must not run again. */
    Conversation ended(EndedTurn turn, int remembered, long now) {
        List<EndedTurn> all = new ArrayList<>(ended);
        all.add(turn);
        int from = Math.max(0, all.size() - remembered);
        while (from > 0 && all.size() - from < remembered + SessionLimits.RECENT_TURNS
                && all.get(from - 1).at() > now - RECENT_MS) {
            from--;
        }
        return new Conversation(system, messages, List.copyOf(all.subList(from, all.size())),
                cancelledEarly.stream().filter(early -> !early.equals(turn.turn())).toList(), keys, forgettings,
                now);
    }

    Conversation cancelledEarly(TurnId turn, long now) {
        if (cancelledEarly.contains(turn)) {
            return this;
        }
        List<TurnId> all = new ArrayList<>(cancelledEarly);
        all.add(turn);
        return new Conversation(system, messages, ended, newest(all, CANCELS_REMEMBERED), keys, forgettings,
                now);
    }

    Optional<AppliedForget> forgetting(TurnId request) {
        return forgettings.stream().filter(past -> past.request().equals(request)).findFirst();
    }

    /** Whether the turn ran or waited when the session was to be forgotten. */
    boolean hasForgotten(TurnId turn) {
        return forgettings.stream().anyMatch(past -> past.turns().contains(turn));
    }

    /** Nothing of what was said is left; for a while the ids of what a crash could have replayed are. */
    Conversation forgotten(AppliedForget forgetting, long now) {
        List<AppliedForget> all = new ArrayList<>(forgettings);
        all.add(forgetting);
        return new Conversation(null, List.of(), ended.stream().filter(past -> past.at() > now - RECENT_MS).toList(),
                cancelledEarly, List.of(), newest(all, FORGETTINGS_REMEMBERED), now);
    }

    /** Whether it was forgotten and nothing came after it. */
    public boolean wasForgotten() {
        return !forgettings.isEmpty() && system == null && messages.isEmpty() && keys.isEmpty();
    }

    /** Whole turns are dropped, oldest first, so that what is left begins with a user's words. */
    private static List<Message> newestThatFit(List<Message> all, int maxChars) {
        int from = all.size();
        int begin = all.size();
        long chars = 0;
        while (from > 0 && chars + TextSize.of(all.get(from - 1)) <= maxChars) {
            from--;
            chars += TextSize.of(all.get(from));
            if (all.get(from).role() == Role.USER) {
                begin = from;
            }
        }
        return List.copyOf(all.subList(begin, all.size()));
    }

    private static <T> List<T> newest(List<T> all, int count) {
        return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
    }
}
