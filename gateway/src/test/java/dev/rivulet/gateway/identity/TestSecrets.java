package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.runtime.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A file of secrets, which tests change. */
public final class TestSecrets implements AutoCloseable {

    public static final String FIRST = "first-0123456789-0123456789-0123456789";
    public static final String SECOND = "second-0123456789-0123456789-0123456789";

    private final Path file;

    private TestSecrets(Path file) {
        this.file = file;
    }

    /** Makes a file with these secrets. */
    public static TestSecrets with(String... secrets) {
        try {
            TestSecrets made = new TestSecrets(Files.createTempFile("rivulet-secrets-", ".txt"));
            made.write(secrets);
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns secrets that do not change. */
    public static SigningSecrets fixed(String... secrets) {
        return SigningSecrets.of(config(Map.of("rivulet.auth.secrets", String.join(",", secrets))));
    }

    /** Returns whether a grant was sealed under a secret. */
    public static boolean opens(String secret, String grant) {
        return GrantSeal.open(grant, SigningSecret.of(secret)).isPresent();
    }

    /** Returns the settings of a gateway that reads the file, and looks at it often. */
    public Map<String, String> settings() {
        return Map.of("rivulet.auth.secrets-file", file.toString(), "rivulet.auth.check-interval", "20ms");
    }

    /** Returns the secrets of the file, which is looked at. The caller closes them. */
    public SigningSecrets open() {
        SigningSecrets secrets = SigningSecrets.of(config(settings()));
        secrets.start();
        return secrets;
    }

    /** Replaces the secrets, at once. */
    public void write(String... secrets) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, String.join("\n", secrets) + "\n");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static AuthConfig config(Map<String, String> settings) {
        return Config.of(Map.of(), settings).section(AuthConfig.class, AuthConfig.PREFIX);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
