package dev.rivulet.gateway.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What is sent in place of a valid token of {@link TestIssuer}. */
public final class BadTokens {

    private static final RSAKey NEW = TestIssuer.rsa("rsa-2");
    private static final RSAKey FORGED = TestIssuer.rsa(TestIssuer.RSA.getKeyID());

    private BadTokens() {}

    /** Returns one of each kind, by what is wrong with it. */
    public static Map<String, String> all() {
        JWTClaimsSet claims = TestIssuer.claims("alice").build();
        Instant now = Instant.now();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("empty", "");
        tokens.put("garbage", "garbage");
        tokens.put("three parts of nothing", "..");
        tokens.put("no key of a file either", "rk.k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        tokens.put("alg none", new PlainJWT(claims).serialize());
        tokens.put("HMAC with the public key", hmac(claims));
        tokens.put("wrong signature", TestIssuer.signed(FORGED, JWSAlgorithm.RS256, claims));
        tokens.put("cut signature", TestIssuer.token("alice").replaceAll("....$", ""));
        tokens.put("unknown key", ofUnknownKey("unknown"));
        tokens.put("brings its own key", ownKey(claims));
        tokens.put("algorithm not pinned", TestIssuer.signed(TestIssuer.RSA, JWSAlgorithm.RS384, claims));
        tokens.put("expired", TestIssuer.token("alice",
                change -> change.expirationTime(Date.from(now.minusSeconds(120)))));
        tokens.put("not yet valid", TestIssuer.token("alice",
                change -> change.notBeforeTime(Date.from(now.plusSeconds(300)))));
        tokens.put("other audience", TestIssuer.token("alice", change -> change.audience("another")));
        tokens.put("other issuer", TestIssuer.token("alice", change -> change.issuer("https://evil.example")));
        tokens.put("a principal of more than is allowed", TestIssuer.token("a".repeat(2_000)));
        tokens.put("no principal", TestIssuer.token(null));
        return tokens;
    }

    /** Returns a token of a key that the issuer never publishes. */
    public static String ofUnknownKey(String id) {
        return TestIssuer.signed(new RSAKey.Builder(FORGED).keyID(id).build(), JWSAlgorithm.RS256,
                TestIssuer.claims("alice").build());
    }

    /** Returns a token of the key that is published next. */
    public static String ofNewKey() {
        return TestIssuer.signed(NEW, JWSAlgorithm.RS256, TestIssuer.claims("alice").build());
    }

    public static void publishNewKey(TestIssuer issuer) {
        issuer.publish(TestIssuer.RSA, TestIssuer.EC, NEW);
    }

    public static void publishOnlyNewKey(TestIssuer issuer) {
        issuer.publish(NEW);
    }

    /** From now on the issuer says nothing until a latch opens. */
    public static void answerAfter(TestIssuer issuer, CountDownLatch latch) {
        issuer.answer(exchange -> {
            try {
                latch.await();
                exchange.close();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String hmac(JWTClaimsSet claims) {
        try {
            return TestIssuer.signed(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(TestIssuer.RSA.getKeyID()).build(),
                    claims, new MACSigner(TestIssuer.RSA.toPublicKey().getEncoded()));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String ownKey(JWTClaimsSet claims) {
        try {
            return TestIssuer.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestIssuer.RSA.getKeyID())
                    .jwk(FORGED.toPublicJWK()).build(), claims, new RSASSASigner(FORGED));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
