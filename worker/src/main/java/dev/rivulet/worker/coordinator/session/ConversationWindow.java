package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of a conversation that is too long: the newest turns that fit. A message that by itself is longer
 * than the bound, or the messages of a newest turn that is, are shortened in the middle, so that what was said before
 * is not lost with them.
 */
final class ConversationWindow {

    /** A shortened message takes at most this part of the bound: half of it is left for earlier turns. */
    private static final int SHARE = 4;
    /** The shortest that a message is shortened to: more than the mark takes. */
    private static final int SHORTEST = 80;

    private ConversationWindow() {}

    /**
     * Returns the newest messages that fit, oldest first. They begin with a user's. A newest turn of so many messages
     * that they do not fit even when shortened is left out. A bound that is too small for shortened messages takes
     * whole ones.
     *
     * @param maxChars the bound, measured by {@link TextSize}
     */
    static List<Message> newestThatFit(List<Message> all, int maxChars) {
        boolean shortens = maxChars >= 2 * SHORTEST;
        int share = Math.max(SHORTEST, maxChars / SHARE);
        List<Message> messages = shortens ? shortened(all, 0, maxChars, share) : all;
        int newestTurn = lastOfUser(messages);
        for (int limit = share; newestTurn >= 0 && begin(messages, maxChars) > newestTurn; limit /= 2) {
            if (!shortens || limit < SHORTEST) {
                messages = messages.subList(0, newestTurn);
                newestTurn = lastOfUser(messages);
                limit = share;
            } else {
                messages = shortened(messages, newestTurn, limit, limit);
            }
        }
        return List.copyOf(messages.subList(begin(messages, maxChars), messages.size()));
    }

    private static int lastOfUser(List<Message> messages) {
        int index = messages.size() - 1;
        while (index >= 0 && !messages.get(index).role().equals(Role.USER)) {
            index--;
        }
        return index;
    }

    /** Returns where the newest messages that fit begin with a user's: the size of the list if none do. */
    private static int begin(List<Message> messages, int maxChars) {
        int begin = messages.size();
        long chars = 0;
        for (int from = messages.size() - 1; from >= 0; from--) {
            chars += TextSize.of(messages.get(from));
            if (chars > maxChars) {
                break;
            }
            if (messages.get(from).role().equals(Role.USER)) {
                begin = from;
            }
        }
        return begin;
    }

    /** Shortens those messages from an index on that are longer than {@code most}. */
    private static List<Message> shortened(List<Message> messages, int from, long most, int limit) {
        List<Message> result = new ArrayList<>(messages);
        result.subList(from, result.size())
                .replaceAll(message -> TextSize.of(message) > most ? shortened(message, limit) : message);
        return result;
    }

    /** Keeps the beginning and the end, and says in between how much is missing. */
    private static Message shortened(Message message, int limit) {
        String text = message.content();
        int kept = limit - TextSize.MESSAGE - mark(text.length()).length();
        int head = kept / 2;
        int tail = text.length() - kept / 2;
        if (Character.isHighSurrogate(text.charAt(head - 1))) {
            head--;
        }
        if (Character.isLowSurrogate(text.charAt(tail))) {
            tail++;
        }
        return new Message(message.role(), text.substring(0, head) + mark(tail - head) + text.substring(tail));
    }

    private static String mark(int missing) {
        return "\n[... " + missing + " characters are left out here ...]\n";
    }
}
