package dev.rivulet.gateway.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Refusal;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies tokens. What a token says of the key that signed it is not looked at, but for the key's id: only keys that
 * the issuer publishes count. Thread-safe; takes up to some hundred microseconds of CPU.
 */
final class TokenVerifier {

    /** Of access tokens (RFC 9068) and others; many issuers say nothing. */
    private static final Set<JOSEObjectType> TYPES = Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"));

    private final JwtSettings settings;
    private final TokenClaims claims;
    private final DefaultJWTClaimsVerifier<SecurityContext> accepted;
    private final JWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

    TokenVerifier(JwtSettings settings, InstantSource clock) {
        this.settings = settings;
        this.claims = new TokenClaims(settings);
        this.accepted = new DefaultJWTClaimsVerifier<>(settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(), Set.of(JWTClaimNames.EXPIRATION_TIME),
                Set.of()) {
            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
        accepted.setMaxClockSkew(Math.toIntExact(settings.config().clockTolerance().toSeconds()));
    }

    /** What was found of a token. */
    sealed interface Result {}

    record Valid(Caller caller) implements Result {}

    /** @param detail a sentence for the client; repeats nothing of the token */
    record Refused(Refusal reason, String detail) implements Result {}

    /** None of the keys has signed it, but one that the issuer has published since may have. */
    record UnknownKey() implements Result {}

    Result verify(String token, KeySet keys) {
        try {
            return verify(SignedJWT.parse(token), keys);
        } catch (ParseException malformed) {
            return new Refused(Refusal.MALFORMED, "It is malformed, unknown or not valid any more.");
        }
    }

    private Result verify(SignedJWT token, KeySet keys) throws ParseException {
        JWSHeader header = token.getHeader();
        boolean typed = header.getType() == null || TYPES.contains(header.getType());
        if (!settings.algorithms().contains(header.getAlgorithm()) || !typed || header.getCriticalParams() != null) {
            return new Refused(Refusal.UNSUPPORTED,
                    "Its algorithm, its type, or a critical parameter is not taken here.");
        }
        List<KeySet.Key> candidates = keys.candidates(header);
        Optional<KeySet.Key> signer = candidates.stream().filter(key -> isSignedWith(key, token)).findFirst();
        if (signer.isPresent()) {
            return verifyClaims(token.getJWTClaimsSet(), signer.get());
        }
        return candidates.isEmpty() || header.getKeyID() == null
                ? new UnknownKey()
                : new Refused(Refusal.FORGED, "Its signature is wrong.");
    }

    private boolean isSignedWith(KeySet.Key key, SignedJWT token) {
        try {
            return token.verify(verifiers.createJWSVerifier(token.getHeader(), key.verifies()));
        } catch (JOSEException unfit) {
            return false;
        }
    }

    private Result verifyClaims(JWTClaimsSet said, KeySet.Key signer) {
        try {
            accepted.verify(said, null);
            return new Valid(claims.caller(said, signer));
        } catch (ExpiredJWTException late) {
            return new Refused(Refusal.EXPIRED, "It has expired.");
        } catch (BadJWTException refused) {
            return new Refused(Refusal.UNFIT_CLAIMS,
                    "It is not valid yet, of another issuer, for others, or does not say when it expires.");
        } catch (IllegalArgumentException unfit) {
            return new Refused(Refusal.UNFIT_CLAIMS, unfit.getMessage());
        }
    }
}
