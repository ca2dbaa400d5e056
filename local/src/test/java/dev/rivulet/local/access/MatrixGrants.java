package dev.rivulet.local.access;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Grant;
import dev.rivulet.gateway.identity.Grants;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.identity.SigningSecrets;
import dev.rivulet.runtime.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/** Grants of one owner's, sealed as gateways with the same secret do: also such as were made long ago. */
final class MatrixGrants {

    private static final String SECRET = "0123456789-0123456789-0123456789";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Caller owner;
    private final SigningSecrets secrets = SigningSecrets.of(Config.of(Map.of(), Map.of(
            AuthConfig.PREFIX + ".secrets", SECRET)).section(AuthConfig.class, AuthConfig.PREFIX));

    MatrixGrants(Principal owner) {
        this.owner = new Caller(owner, EnumSet.allOf(Scope.class), Optional.empty());
    }

    Map<String, String> settings() {
        return Map.of("RIVULET_AUTH_SECRETS", SECRET);
    }

    /** Returns a grant to read and write a session. */
    String of(String session) {
        return issue(session, InstantSource.system());
    }

    /** Returns one whose time is over. */
    String expired(String session) {
        return issue(session, InstantSource.fixed(Instant.now().minus(LIFETIME.multipliedBy(2))));
    }

    private String issue(String session, InstantSource clock) {
        return new Grants(secrets, LIFETIME, clock).issue(owner, owner.principal().session(session), Optional.empty(),
                Grant.Access.WRITE, LIFETIME).text();
    }
}
