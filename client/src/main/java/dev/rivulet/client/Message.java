package dev.rivulet.client;

import java.util.Objects;

/**
 * A message of a conversation.
 *
 * @param role {@code system}, {@code developer}, {@code user} or {@code assistant}
 */
public record Message(String role, String content) {

    public Message {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(content, "content");
    }

    public static Message system(String content) {
        return new Message("system", content);
    }

    public static Message user(String content) {
        return new Message("user", content);
    }

    public static Message assistant(String content) {
        return new Message("assistant", content);
    }

    /** Omits the content, so that it is safe to log. */
    @Override
    public String toString() {
        return "Message[role=" + role + "]";
    }
}
