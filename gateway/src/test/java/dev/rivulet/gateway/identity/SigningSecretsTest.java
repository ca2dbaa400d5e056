package dev.rivulet.gateway.identity;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningSecretsTest {

    @Test
    void theFirstSealsAndAllAreValid() {
        SigningSecrets secrets = TestSecrets.fixed(TestSecrets.FIRST, TestSecrets.SECOND);
        assertThat(secrets.sealing()).isEqualTo(SigningSecret.of(TestSecrets.FIRST));
        assertThat(secrets.valid()).containsExactly(SigningSecret.of(TestSecrets.FIRST),
                SigningSecret.of(TestSecrets.SECOND));
        assertThat(SigningSecrets.NONE.sealing()).isNull();
        assertThat(secrets(Map.of()).valid()).isEmpty();
    }

    @Test
    void aFileIsReadAgainWhenItChangesAndTheOldSecretIsGone() {
        try (TestSecrets file = TestSecrets.with("# the one of now", TestSecrets.FIRST + " # made in May", "");
                SigningSecrets secrets = file.open()) {
            AtomicInteger changes = new AtomicInteger();
            secrets.onChange(changes::incrementAndGet);
            assertThat(secrets.valid()).containsExactly(SigningSecret.of(TestSecrets.FIRST));
            file.write(TestSecrets.SECOND);
            await().until(() -> secrets.sealing().equals(SigningSecret.of(TestSecrets.SECOND)));
            assertThat(secrets.valid()).hasSize(1);
            await().until(() -> changes.get() == 1);
            file.write("short");
            file.write(TestSecrets.FIRST, TestSecrets.SECOND);
            await().until(() -> secrets.valid().size() == 2);
        }
    }

    @Test
    void whatIsNoSecretIsRefusedAndNotRepeated(@TempDir Path folder) throws IOException {
        for (String wrong : new String[]{"too-short", "with a space " + TestSecrets.FIRST, "x".repeat(257),
                TestSecrets.FIRST + "\u00e4"}) {
            assertThatExceptionOfType(InvalidConfigException.class)
                    .isThrownBy(() -> secrets(Map.of("rivulet.auth.secrets", wrong)))
                    .withMessageContaining("rivulet.auth.secrets: a secret has 32 to 256 ")
                    .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(wrong));
        }
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> TestSecrets.fixed(TestSecrets.FIRST, TestSecrets.SECOND, TestSecrets.FIRST))
                .withMessageContaining("one or two secrets");
        Path file = Files.writeString(folder.resolve("secrets"), "# none\n");
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> secrets(Map.of("rivulet.auth.secrets-file", file.toString())))
                .withMessageContaining("rivulet.auth.secrets-file: " + file + ": one or two secrets");
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> secrets(Map.of("rivulet.auth.secrets-file", file.toString(), "rivulet.auth.secrets",
                        TestSecrets.FIRST)))
                .withMessageContaining("rivulet.auth.secrets: must not be set beside rivulet.auth.secrets-file");
    }

    @Test
    void eachPurposeAndEachContextHasAKeyOfItsOwn() {
        SigningSecret secret = SigningSecret.of(TestSecrets.FIRST);
        byte[] context = "demo".getBytes(StandardCharsets.US_ASCII);
        assertThat(secret.derive("one", context)).hasSize(32).isEqualTo(secret.derive("one", context))
                .isNotEqualTo(secret.derive("two", context)).isNotEqualTo(secret.derive("one", new byte[0]))
                .isNotEqualTo(SigningSecret.of(TestSecrets.SECOND).derive("one", context));
        assertThat(secret).hasToString("***");
    }

    private static SigningSecrets secrets(Map<String, String> settings) {
        return SigningSecrets.of(Config.of(Map.of(), settings).section(AuthConfig.class, AuthConfig.PREFIX));
    }
}
