package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import dev.rivulet.runtime.config.Secret;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The section {@code rivulet.auth}: who may call a gateway. See docs/configuration.md. */
public interface AuthConfig {

    String PREFIX = "rivulet.auth";

    /** Whether callers are authenticated. Default: {@code on} if there are keys or an issuer, else {@code off}. */
    Optional<Mode> mode();

    /** The file of keys. */
    Optional<String> keysFile();

    /** How often it is looked at for changes, as is {@link #secretsFile}. */
    @WithDefault("1s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration checkInterval();

    /** The most keys in the file, each in a line of 1,024 characters at most. */
    @WithDefault("10000")
    @WithConverter(Limits.PositiveInt.class)
    int maxKeys();

    /** The secrets of the installation, the same at all its gateways: one, or two of which the first seals. */
    Optional<List<@WithConverter(Secret.Reader.class) Secret>> secrets();

    /** The file that has them instead, one in a line. */
    Optional<String> secretsFile();

    /** How long a grant may be valid, and is if its maker does not say. */
    @WithDefault("7d")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxGrantLifetime();

    /** Whether cursors without a MAC are accepted although there is a secret. */
    @WithDefault("false")
    boolean acceptUnsignedCursors();

    /** Tokens of an issuer. */
    JwtConfig jwt();

    /** Whether callers are authenticated. */
    enum Mode {
        /** They are not, and the gateway listens on loopback only. */
        OFF,
        /** They are not, wherever the gateway listens. */
        NONE,
        /** They are. */
        ON
    }

    /** Returns the mode that is set, or else follows. */
    static Mode modeOf(AuthConfig auth) {
        return auth.mode().orElse(hasCredentials(auth) ? Mode.ON : Mode.OFF);
    }

    /** Returns whether there are keys or tokens that can be shown. */
    static boolean hasCredentials(AuthConfig auth) {
        return auth.keysFile().isPresent() || auth.jwt().issuer().isPresent();
    }
}
