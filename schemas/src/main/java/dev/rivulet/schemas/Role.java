package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The author of a {@link Message}, as the providers' APIs call it. Not an enum: a role that only a later version knows
 * is read, stored and passed on unchanged.
 *
 * @param name 1 to 32 of {@code a-z 0-9 _}, beginning with a letter
 */
public record Role(@JsonValue String name) {

    private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    public static final Role SYSTEM = new Role("system");
    public static final Role DEVELOPER = new Role("developer");
    public static final Role USER = new Role("user");
    public static final Role ASSISTANT = new Role("assistant");

    private static final List<Role> KNOWN = List.of(SYSTEM, DEVELOPER, USER, ASSISTANT);

    /** @throws IllegalArgumentException when the text is not a role; the message does not contain the text */
    public Role {
        if (name == null || !ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException("a role is 1 to 32 characters out of a-z 0-9 _");
        }
    }

    /**
     * Returns the role of that name: one of the constants if there is one.
     *
     * @throws IllegalArgumentException when the text is not a role; the message does not contain the text
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Role of(String name) {
        return KNOWN.stream().filter(known -> known.name.equals(name)).findFirst().orElseGet(() -> new Role(name));
    }

    /** Returns whether messages of this role are instructions to the model and no part of the conversation. */
    public boolean instructs() {
        return equals(SYSTEM) || equals(DEVELOPER);
    }

    @Override
    public String toString() {
        return name;
    }
}
