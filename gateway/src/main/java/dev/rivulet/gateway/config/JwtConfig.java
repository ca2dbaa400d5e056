package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The section {@code rivulet.auth.jwt}: whose tokens a gateway takes. See docs/configuration.md. */
public interface JwtConfig {

    String PREFIX = AuthConfig.PREFIX + ".jwt";

    /** The issuer, as its tokens name it: an {@code https} or {@code http} URL. Unset: tokens are not taken. */
    Optional<String> issuer();

    /** Whom tokens must be for: one of these. */
    Optional<List<String>> audience();

    /** Where the issuer's keys are. Unset: its discovery document says so. */
    Optional<String> jwksUrl();

    /** A PEM file: the authorities that the issuer's certificate may be of. Default: those that the JDK trusts. */
    Optional<String> caFile();

    /** The claim that names the principal. */
    @WithDefault("sub")
    String principalClaim();

    /** The claim with the scopes: words with spaces between them, or an array of words. */
    @WithDefault("scope")
    String scopesClaim();

    /** The claim with the class of quotas. Unset: all are in the default. */
    Optional<String> quotaClassClaim();

    /** The algorithms of signatures that are taken: {@code RS}, {@code PS} and {@code ES} of 256, 384 and 512 bits. */
    @WithDefault("RS256,ES256")
    List<String> algorithms();

    /** How far the issuer's clock may differ from this one. */
    @WithDefault("60s")
    @WithConverter(Limits.AnyDuration.class)
    Duration clockTolerance();

    /** The most characters of a token. */
    @WithDefault("8192")
    @WithConverter(Limits.PositiveInt.class)
    int maxTokenChars();

    /** How many valid tokens are remembered, so that they need not be verified again. */
    @WithDefault("10000")
    @WithConverter(Limits.PositiveInt.class)
    int cachedTokens();

    /** Threads that verify tokens. */
    @WithDefault("2")
    @WithConverter(Limits.PositiveInt.class)
    int threads();

    /** The most tokens that wait for those threads, and the most that wait for keys that are not known yet. */
    @WithDefault("2000")
    @WithConverter(Limits.PositiveInt.class)
    int maxWaiting();

    /** How often the issuer's keys are fetched. */
    @WithDefault("5m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration refreshInterval();

    /** The least time from one fetch to the next, if one has failed, or a token names a key that is not known. */
    @WithDefault("5s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration minRefreshInterval();

    /** How long a fetch may take. */
    @WithDefault("5s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration fetchTimeout();

    /** The largest document that is read from the issuer. */
    @WithDefault("256k")
    @WithConverter(Limits.Bytes.class)
    int maxDocument();

    /** How long keys are used that cannot be fetched again. */
    @WithDefault("24h")
    @WithConverter(Limits.PositiveDuration.class)
    Duration outageTolerance();
}
