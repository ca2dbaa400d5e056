package dev.rivulet.gateway.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.identity.jwt.TokenVerifier.Refused;
import dev.rivulet.gateway.identity.jwt.TokenVerifier.UnknownKey;
import dev.rivulet.gateway.identity.jwt.TokenVerifier.Valid;
import dev.rivulet.runtime.config.Config;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final JwtSettings SETTINGS = settings(Map.of());
    private static final KeySet KEYS = keys(TestIssuer.RSA, TestIssuer.EC);

    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void aTokenShowsItsPrincipalItsScopesAndItsEnd() {
        Caller alice = valid(token(claims -> claims.expirationTime(Date.from(now.plusSeconds(600)))));
        assertThat(alice.principal()).isEqualTo(Principal.of(TestIssuer.NAME, "alice"));
        assertThat(alice.scopes()).containsExactly(Scope.ASK, Scope.READ, Scope.CANCEL, Scope.FORGET);
        assertThat(alice.expiresAt()).isEqualTo(now.plusSeconds(660));
        assertThat(alice.quotaClass()).isEmpty();
        assertThat(valid(TestIssuer.signed(TestIssuer.EC, JWSAlgorithm.ES256, claims().build()))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "rk.k1.secret", "{}",
            "eyJhbGciOiJSUzI1NiJ9.e30.", "eyJhbGciOiJSUzI1NiJ9..", "\u00e4.\u00e4.\u00e4", "a.b.c.d.e"})
    void garbageIsRefused(String garbage) {
        assertThat(verify(garbage)).isNotInstanceOf(Valid.class);
    }

    @Test
    void aTokenWithoutASignatureIsRefused() {
        assertThat(refused(new PlainJWT(claims().build()).serialize())).contains("malformed");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(TestIssuer.RSA.getKeyID()).build();
        assertThat(refused(TestIssuer.signed(header, claims().build(),
                new MACSigner(TestIssuer.RSA.toPublicKey().getEncoded())))).contains("algorithm");
    }

    @Test
    void aWrongSignatureIsRefused() {
        RSAKey forged = TestIssuer.rsa(TestIssuer.RSA.getKeyID());
        assertThat(refused(TestIssuer.signed(forged, JWSAlgorithm.RS256, claims().build()))).contains("signature");
        String valid = token(claims -> claims);
        String others = TestIssuer.token("mallory");
        String spliced = valid.substring(0, valid.indexOf('.')) + others.substring(others.indexOf('.'),
                others.lastIndexOf('.')) + valid.substring(valid.lastIndexOf('.'));
        assertThat(refused(spliced)).contains("signature");
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNotLookedAt() throws JOSEException {
        RSAKey own = TestIssuer.rsa("own");
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own.toPublicJWK()).build();
        assertThat(verify(TestIssuer.signed(header, claims().build(), new RSASSASigner(own))))
                .isNotInstanceOf(Valid.class);
    }

    @Test
    void anotherAlgorithmOfTheSameKeyIsRefused() {
        assertThat(refused(TestIssuer.signed(TestIssuer.RSA, JWSAlgorithm.RS512, claims().build())))
                .contains("algorithm");
    }

    @Test
    void aKeyIdThatIsNotKnownMayBeANewOne() {
        String token = TestIssuer.signed(TestIssuer.rsa("rsa-2"), JWSAlgorithm.RS256, claims().build());
        assertThat(verify(token)).isInstanceOf(UnknownKey.class);
    }

    @Test
    void aTokenWithoutAKeyIdIsTriedWithAllKeysOfItsAlgorithm() throws JOSEException {
        JWSHeader header = new JWSHeader(JWSAlgorithm.RS256);
        assertThat(verify(TestIssuer.signed(header, claims().build(), new RSASSASigner(TestIssuer.RSA))))
                .isInstanceOf(Valid.class);
        assertThat(verify(TestIssuer.signed(header, claims().build(), new RSASSASigner(TestIssuer.rsa("x")))))
                .isInstanceOf(UnknownKey.class);
    }

    @Test
    void typesOfOtherTokensAndCriticalParametersAreRefused() throws JOSEException {
        for (String type : List.of("JWT", "at+jwt", "application/at+jwt")) {
            assertThat(verify(typed(new JOSEObjectType(type)))).as(type).isInstanceOf(Valid.class);
        }
        assertThat(refused(typed(new JOSEObjectType("logout+jwt")))).contains("type");
        JWSHeader critical = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestIssuer.RSA.getKeyID())
                .criticalParams(Set.of("exp")).customParam("exp", 1).build();
        assertThat(refused(TestIssuer.signed(critical, claims().build(), new RSASSASigner(TestIssuer.RSA))))
                .contains("critical");
    }

    @Test
    void anotherAudienceOrIssuerIsRefused() {
        assertThat(refused(token(claims -> claims.audience("another")))).contains("for others");
        assertThat(refused(token(claims -> claims.audience(List.of())))).contains("for others");
        assertThat(refused(token(claims -> claims.issuer("https://issuer.example")))).contains("another issuer");
        assertThat(refused(token(claims -> claims.issuer(TestIssuer.NAME + "/")))).contains("another issuer");
        assertThat(refused(token(claims -> claims.issuer(null)))).contains("another issuer");
        assertThat(verify(token(claims -> claims.audience(List.of("another", TestIssuer.AUDIENCE)))))
                .isInstanceOf(Valid.class);
    }

    @Test
    void aClockMayBeAMinuteOff() {
        String expired = token(claims -> claims.expirationTime(Date.from(now.minusSeconds(59))));
        assertThat(verify(expired)).isInstanceOf(Valid.class);
        now = now.plusSeconds(1);
        assertThat(refused(expired)).isEqualTo("It has expired.");

        String early = token(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(61))));
        assertThat(refused(early)).contains("not valid yet");
        now = now.plusSeconds(2);
        assertThat(verify(early)).isInstanceOf(Valid.class);
    }

    @Test
    void aTokenThatNeverExpiresIsRefused() {
        assertThat(refused(token(claims -> claims.expirationTime(null)))).contains("when it expires");
    }

    @Test
    void aPrincipalIsATextOfBoundedLengthThatCanBeEncoded() {
        for (Object wrong : List.of("", " ", "a".repeat(257), "a".repeat(10 << 10), "a\nb", "a\u0000", 1, Map.of())) {
            assertThat(named(wrong)).as(wrong.toString()).isInstanceOf(Refused.class);
        }
        assertThat(((Refused) named("")).detail()).contains("claim name must be a text of 1 to 256 characters");
        assertThat(named("\ud83d\ude00".repeat(128))).isInstanceOf(Valid.class);
    }

    @Test
    void halfASurrogatePairIsNoPartOfAName() {
        String json = "{\"iss\":\"" + TestIssuer.NAME + "\",\"aud\":\"rivulet\",\"exp\":" + now.plusSeconds(600)
                .getEpochSecond() + ",\"sub\":\"a\\ud800\"}";
        String payload = Base64URL.encode(json).toString();
        assertThat(verify(resigned(payload))).isNotInstanceOf(Valid.class);
    }

    @Test
    void namesThatLookAlikeAreNotTheSame() {
        // Cyrillic a, a composed and a decomposed e with an accent, another case, a full-width letter
        List<String> names = List.of("alice", "\u0430lice", "alic\u00e9", "alice\u0301", "Alice", "\uff41lice");
        assertThat(names.stream().map(name -> valid(TestIssuer.token(name)).principal().session("s").key()).distinct())
                .hasSameSizeAs(names);
    }

    @Test
    void scopesComeAsWordsOrAsAnArray() {
        assertThat(scopes("read")).containsExactly(Scope.READ);
        assertThat(scopes(List.of("read", "ask", "other", 1))).containsExactly(Scope.ASK, Scope.READ);
        assertThat(scopes("read,ask")).isEmpty();
        assertThat(scopes("READ  ask")).containsExactly(Scope.ASK);
        assertThat(scopes(7)).isEmpty();
        assertThat(scopes(null)).isEmpty();
    }

    @Test
    void aClaimCanNameTheClassOfQuotas() {
        JwtSettings classes = settings(Map.of("rivulet.auth.jwt.quota-class-claim", "plan"));
        TokenVerifier verifier = new TokenVerifier(classes, () -> now);
        Valid gold = (Valid) verifier.verify(token(claims -> claims.claim("plan", "gold")), KEYS);
        assertThat(gold.caller().quotaClass()).contains("gold");
        assertThat(gold.caller().principal().inRecords().orElseThrow().quotaClass()).isEqualTo("gold");
        assertThat(((Valid) verifier.verify(token(claims -> claims), KEYS)).caller().quotaClass()).isEmpty();
        for (Object wrong : List.of("g old", "", "g".repeat(33), 1)) {
            assertThat(verifier.verify(token(claims -> claims.claim("plan", wrong)), KEYS))
                    .isInstanceOf(Refused.class);
        }
    }

    private Set<Scope> scopes(Object claim) {
        return valid(token(claims -> claims.claim("scope", claim))).scopes();
    }

    /** Verifies with another claim for the principal. */
    private TokenVerifier.Result named(Object name) {
        return new TokenVerifier(settings(Map.of("rivulet.auth.jwt.principal-claim", "name")), () -> now)
                .verify(token(claims -> claims.claim("name", name)), KEYS);
    }

    private static String typed(JOSEObjectType type) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestIssuer.RSA.getKeyID()).type(type)
                .build();
        return TestIssuer.signed(header, claims().build(), new RSASSASigner(TestIssuer.RSA));
    }

    /** Returns a token with a payload that Nimbus would not write. */
    private static String resigned(String payload) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestIssuer.RSA.getKeyID()).build();
            String signed = header.toBase64URL() + "." + payload;
            return signed + "." + new RSASSASigner(TestIssuer.RSA).sign(header,
                    signed.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return TestIssuer.claims("alice");
    }

    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return TestIssuer.token("alice", change);
    }

    private Caller valid(String token) {
        return ((Valid) verify(token)).caller();
    }

    private String refused(String token) {
        TokenVerifier.Result result = verify(token);
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).detail();
    }

    private TokenVerifier.Result verify(String token) {
        return new TokenVerifier(SETTINGS, () -> now).verify(token, KEYS);
    }

    private static JwtSettings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("rivulet.auth.jwt.issuer", TestIssuer.NAME,
                "rivulet.auth.jwt.audience", TestIssuer.AUDIENCE));
        all.putAll(more);
        return JwtSettings.of(Config.of(Map.of(), all).section(AuthConfig.class, AuthConfig.PREFIX).jwt());
    }

    private static KeySet keys(JWK... published) {
        return KeySet.parse(TestIssuer.json(published), SETTINGS.algorithms());
    }
}
