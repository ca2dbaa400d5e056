package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.PromptRequested;

/**
 * Measures text for the bounds of a session's state, in UTF-16 code units. JSON takes at most six bytes for each unit,
 * so the bounds also limit the stored records. For that reason an empty message counts too.
 */
final class TextSize {

    /** What JSON adds around a message's content, in units. */
    static final int MESSAGE = 8;
    /** The bytes of JSON's longest escape. */
    static final int MOST_BYTES_PER_CHAR = 6;
    /** The bytes that a string has in memory for each unit, at most. */
    private static final long BYTES_PER_CHAR = 2;
    /** What objects add to a message in memory, in bytes. */
    private static final long MESSAGE_BYTES = 64;

    /** What an entry of a conversation that is no message takes in memory, such as the end of a turn. */
    private static final long ENTRY_BYTES = 512;

    private TextSize() {}

    static long of(Message message) {
        return MESSAGE + message.content().length();
    }

    static long of(PromptRequested turn) {
        long text = turn.prompt() != null
                ? turn.prompt().length()
                : turn.messages().stream().mapToLong(TextSize::of).sum();
        return text + length(turn.options().system()) + length(turn.options().model())
                + turn.options().toldToModel().chars();
    }

    /** Returns how much memory the text of a turn takes, in bytes. */
    static long bytesOf(PromptRequested turn) {
        long messages = turn.messages() == null ? 0 : turn.messages().size();
        return BYTES_PER_CHAR * of(turn) + MESSAGE_BYTES * messages;
    }

    /** Returns how much memory a conversation takes, in bytes; nothing if it is empty. */
    static long bytesOf(Conversation conversation) {
        long entries = conversation.remembered().size() + conversation.ended().size()
                + conversation.cancelledEarly().size() + conversation.keys().size()
                + conversation.forgettings().size();
        return conversation.messages().stream().mapToLong(message -> BYTES_PER_CHAR * of(message) + MESSAGE_BYTES)
                .sum() + BYTES_PER_CHAR * length(conversation.system()) + ENTRY_BYTES * entries;
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }
}
