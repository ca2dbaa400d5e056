package dev.rivulet.gateway.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {

    private static final Set<JWSAlgorithm> RS256 = Set.of(JWSAlgorithm.RS256);

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body>Sign in</body></html>", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[1]}",
            "{\"keys\":[{\"kty\":\"RSA\"}]}", "null"})
    void whatIsNoSetOfKeysIsRefusedWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeySet.parse(text, RS256))
                .withMessage("it is no set of keys (JWKS)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"keys\":[]}", "{\"keys\":[{\"kty\":\"new\"}]}"})
    void aSetWithoutUsableKeysIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeySet.parse(text, RS256))
                .withMessage("it has no key for signatures that are taken here");
    }

    @Test
    @SuppressWarnings("deprecation")
    void secretsWeakKeysAndKeysForOtherPurposesAreLeftOut() throws JOSEException {
        RSAKey weak = new RSAKeyGenerator(1_024, true).keyID("weak").generate();
        RSAKey encrypts = new RSAKeyGenerator(2_048).keyID("encrypts").keyUse(KeyUse.ENCRYPTION).generate();
        String secret = new OctetSequenceKeyGenerator(256).keyID("secret").generate().toJSONString();
        String published = TestIssuer.json(weak, encrypts, TestIssuer.RSA, TestIssuer.EC);
        KeySet keys = KeySet.parse(published.replace("[{", "[" + secret + ",{"), RS256);
        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.has(TestIssuer.RSA.computeThumbprint().toString())).isTrue();
    }
}
