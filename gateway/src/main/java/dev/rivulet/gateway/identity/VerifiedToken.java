package dev.rivulet.gateway.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * A token of an issuer that was found to be valid.
 *
 * @param key names the issuer's key that signed it
 * @param expiresAt when it is not valid any more, with the tolerance for clocks that differ
 */
public record VerifiedToken(String key, Instant expiresAt, Optional<String> quotaClass) implements Credential {}
