package dev.rivulet.gateway.identity;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The keys of one version of the file. Immutable. */
final class ApiKeys {

    static final int MAX_LINE = 1_024;

    /** Compared with a key of an unknown id, so that it takes as long as a wrong key of a known one. */
    private static final ApiKey UNKNOWN = new ApiKey("unknown", "0".repeat(64), Principal.ANONYMOUS,
            EnumSet.of(Scope.READ), Optional.empty());

    private final Map<String, ApiKey> byId;

    private ApiKeys(Map<String, ApiKey> byId) {
        this.byId = Map.copyOf(byId);
    }

    /**
     * Reads the text of a file.
     *
     * @throws IllegalArgumentException if a line is malformed or too long, if an id is there twice, or if there are too
     *     many keys; the message says which line and repeats nothing of it
     */
    static ApiKeys parse(String text, int maxKeys) {
        Map<String, ApiKey> keys = new HashMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            try {
                parse(line).ifPresent(key -> {
                    require(keys.put(key.id(), key) == null, "another line has the same id");
                    require(keys.size() <= maxKeys, "there are more than " + maxKeys + " keys (rivulet.auth.max-keys)");
                });
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage());
            }
        }
        return new ApiKeys(keys);
    }

    private static Optional<ApiKey> parse(String line) {
        require(line.length() <= MAX_LINE, "a line has " + MAX_LINE + " characters at most");
        int comment = line.indexOf('#');
        String fields = (comment < 0 ? line : line.substring(0, comment)).strip();
        return fields.isEmpty() ? Optional.empty() : Optional.of(ApiKey.parse(fields));
    }

    /** Returns the line of a key; empty if there is none. What differs is not told by the time that it takes. */
    Optional<ApiKey> find(String key) {
        return ApiKey.idIn(key).flatMap(id -> {
            ApiKey line = byId.getOrDefault(id, UNKNOWN);
            return line.matches(key) && line != UNKNOWN ? Optional.of(line) : Optional.empty();
        });
    }

    /** Returns whether a line is still there, unchanged. */
    boolean has(ApiKey line) {
        return line.equals(byId.get(line.id()));
    }

    int size() {
        return byId.size();
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
