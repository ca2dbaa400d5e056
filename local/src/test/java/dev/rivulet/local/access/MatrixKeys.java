package dev.rivulet.local.access;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What callers of the matrix show. Its file of keys has the owner's, with all scopes and with all but one each, and a
 * stranger's; a token and a grant of the owner's are valid beside them.
 */
final class MatrixKeys implements AutoCloseable {

    private static final String SUBJECT = "olivia.owner@example.com";
    private static final Principal OWNER = Principal.of(MatrixIssuer.NAME, SUBJECT);
    private static final String STRANGER = "sam.stranger@example.com";
    private static final Set<Scope> ALL = EnumSet.allOf(Scope.class);

    private final Path file;
    private final Map<String, ApiKey.Generated> keys = new HashMap<>(); // by their id
    private final MatrixIssuer issuer = new MatrixIssuer();
    private final MatrixGrants grants = new MatrixGrants(OWNER);

    MatrixKeys(Path folder) {
        file = folder.resolve("keys");
        String owner = OWNER.toString();
        add("owner", owner, ALL);
        add("stranger", STRANGER, ALL);
        add("revoked", owner, ALL);
        add("page", owner, EnumSet.of(Scope.READ));
        for (Scope scope : Scope.values()) {
            add("no-" + scope.code(), owner, EnumSet.complementOf(EnumSet.of(scope)));
        }
        write(Set.of());
    }

    private void add(String id, String principal, Set<Scope> scopes) {
        keys.put(id, ApiKey.generate(id, principal, scopes, Optional.empty()));
    }

    /** Returns the settings of a gateway that takes all of them, as variables of its environment. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.putAll(grants.settings());
        settings.put("RIVULET_AUTH_KEYS_FILE", file.toString());
        return settings;
    }

    /** Takes the line of the key out of the file that {@link Caller#REVOKED} shows. */
    void revoke() {
        write(Set.of("revoked"));
    }

    private void write(Set<String> without) {
        StringBuilder text = new StringBuilder();
        keys.forEach((id, made) -> text.append(without.contains(id) ? "" : made.line().line() + "\n"));
        try {
            Path next = Files.writeString(file.resolveSibling("keys.next"), text);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns the headers with which a caller shows who it is.
     *
     * @param scope what it is to have, or not to have
     * @param session what grants are for, or not for
     */
    Map<String, String> headers(Caller caller, String scope, String session) {
        return switch (caller) {
            case ANONYMOUS -> Map.of();
            case GARBAGE -> bearer("rk.owner." + "A".repeat(43));
            case REVOKED -> bearer(key("revoked"));
            case EXPIRED_TOKEN -> bearer(issuer.expired(SUBJECT));
            case FORGED_TOKEN -> bearer(issuer.forged(SUBJECT));
            case EXPIRED_GRANT -> bearer(grants.expired(session));
            case GRANT_FOR_ANOTHER -> bearer(grants.of("another-than-" + session));
            case GRANT_HOLDER -> bearer(grants.of(session));
            case STRANGER -> bearer(key("stranger"));
            case WITHOUT_SCOPE -> bearer(key(keys.containsKey("no-" + scope) ? "no-" + scope : "page"));
            case OWNER -> bearer(key("owner"));
        };
    }

    /** Returns the headers with a token that is valid: it shows the owner. */
    Map<String, String> token() {
        return bearer(issuer.token(SUBJECT));
    }

    /** Returns the key that is sent to be exchanged for a cookie. */
    String loginKey() {
        return key("page");
    }

    private String key(String id) {
        return keys.get(id).key();
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    /**
     * Returns what no response and no log may have: keys, names of principals, Kafka's ids of sessions. The key that is
     * exchanged for a cookie is not among them, since that cookie has it.
     */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>(keys.values().stream().map(ApiKey.Generated::key)
                .filter(key -> !key.equals(loginKey())).toList());
        secrets.add(SUBJECT);
        secrets.add(STRANGER);
        secrets.add(ownerPrefix());
        return secrets;
    }

    /** Returns what the ids of the owner's sessions begin with in Kafka. */
    String ownerPrefix() {
        return OWNER.owner() + "~";
    }

    @Override
    public void close() {
        issuer.close();
    }
}
