package dev.rivulet.local.chaos.load;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who the clients are, each principal with a key of its own. Without authentication there is one. Immutable. */
public final class Principals {

    /** Whoever sends hostile requests. */
    private static final String HOSTILE = "hostile";
    private static final String SCOPES = "ask,read,cancel,forget,usage,admin";

    private final List<String> names;
    private final Map<String, String> keys; // by principal; empty without authentication
    private final Optional<Path> file;

    private Principals(List<String> names, Map<String, String> keys, Optional<Path> file) {
        this.names = List.copyOf(names);
        this.keys = Map.copyOf(keys);
        this.file = file;
    }

    /** Returns the one of clients that show nothing. */
    public static Principals unauthenticated() {
        return new Principals(List.of("p0"), Map.of(), Optional.empty());
    }

    /**
     * Makes principals, and writes the file of their keys.
     *
     * @param count 0: {@link #unauthenticated}
     * @param directory where the file is written
     */
    public static Principals create(int count, Path directory) {
        if (count == 0) {
            return unauthenticated();
        }
        List<String> names = IntStream.range(0, count).mapToObj(i -> "p" + i).toList();
        Map<String, String> keys = new HashMap<>();
        List<String> lines = new ArrayList<>();
        List<String> all = new ArrayList<>(names);
        all.add(HOSTILE);
        for (String name : all) {
            ApiKey.Generated made = ApiKey.generate(name, name, ApiKey.scopes(SCOPES), Optional.empty());
            keys.put(name, made.key());
            lines.add(made.line().line());
        }
        try {
            return new Principals(names, keys, Optional.of(Files.write(directory.resolve("keys"), lines)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the environment variables of gateways that let them in. */
    public Map<String, String> settings() {
        return file.map(path -> Map.of("RIVULET_AUTH_KEYS_FILE", path.toString())).orElse(Map.of());
    }

    /** Returns them all, but for the hostile one. */
    List<String> names() {
        return names;
    }

    /** Returns whether there are strangers. */
    boolean areSeveral() {
        return names.size() > 1;
    }

    /** Returns which one a client is. */
    String ofClient(int number) {
        return names.get(number % names.size());
    }

    /** Returns what the ids of a client's sessions begin with in Kafka; empty without authentication. */
    public String keyPrefixOfClient(int number) {
        String principal = ofClient(number);
        String key = Principal.of(ApiKey.ISSUER, principal).session(principal).key().value();
        return keys.isEmpty() ? "" : key.substring(0, key.length() - principal.length());
    }

    /** Returns the headers with which a principal shows who it is; empty without authentication. */
    Map<String, String> headers(String principal) {
        return Optional.ofNullable(keys.get(principal)).map(key -> Map.of("Authorization", "Bearer " + key))
                .orElse(Map.of());
    }

    /** Returns what hostile requests show as {@code Authorization}; empty without authentication. */
    public String hostileAuthorization() {
        return headers(HOSTILE).getOrDefault("Authorization", "");
    }
}
