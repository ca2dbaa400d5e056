package dev.rivulet.gateway.identity.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.rivulet.gateway.config.JwtConfig;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Credential;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.identity.VerifiedToken;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads from the claims of a verified token who it is for and what it allows. */
final class TokenClaims {

    private static final int MAX_PRINCIPAL = 256;

    private final String issuer;
    private final JwtConfig config;

    TokenClaims(JwtSettings settings) {
        this.issuer = settings.issuer();
        this.config = settings.config();
    }

    /**
     * Returns the caller that a token shows.
     *
     * @throws IllegalArgumentException if the claims name no principal, or a class that cannot be; the message says
     *     what is wrong and repeats nothing of the token
     */
    Caller caller(JWTClaimsSet claims, KeySet.Key signer) {
        Instant expiresAt = claims.getExpirationTime().toInstant().plus(config.clockTolerance());
        return new Caller(Principal.of(issuer, subject(claims.getClaim(config.principalClaim()))),
                scopes(claims.getClaim(config.scopesClaim())),
                Optional.of(new VerifiedToken(signer.name(), expiresAt, quotaClass(claims))));
    }

    private String subject(Object claim) {
        if (claim instanceof String name && !name.isBlank() && name.length() <= MAX_PRINCIPAL && isText(name)) {
            return name;
        }
        throw new IllegalArgumentException("Its claim " + config.principalClaim() + " must be a text of 1 to "
                + MAX_PRINCIPAL + " characters, none of them a control character.");
    }

    /** Half of a surrogate pair cannot be encoded: two such names would have one digest, and so one owner. */
    private static boolean isText(String name) {
        return name.codePoints().noneMatch(point -> Character.isISOControl(point)
                || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** Scopes that are not Rivulet's are for others. */
    private static Set<Scope> scopes(Object claim) {
        Collection<?> words = switch (claim) {
            case String text -> List.of(text.split(" "));
            case Collection<?> list -> list;
            case null, default -> List.of();
        };
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        words.forEach(word -> Scope.parse(String.valueOf(word)).ifPresent(scopes::add));
        return Collections.unmodifiableSet(scopes);
    }

    private Optional<String> quotaClass(JWTClaimsSet claims) {
        return config.quotaClassClaim().map(claims::getClaim).map(claim -> {
            if (claim instanceof String name && Credential.isQuotaClass(name)) {
                return name;
            }
            throw new IllegalArgumentException(
                    "Its claim " + config.quotaClassClaim().get() + " must have 1 to 32 of A-Z a-z 0-9 _ -.");
        });
    }
}
