package dev.rivulet.local.cli;

import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.Secret;
import io.smallrye.config.WithConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The section {@code rivulet.api}: how commands call a gateway. See docs/configuration.md. */
public interface ApiConfig {

    String PREFIX = "rivulet.api";
    /** The name of {@link #caFile}. */
    String CA_FILE = PREFIX + ".ca-file";

    /** The key. */
    @WithConverter(Secret.Reader.class)
    Optional<Secret> key();

    /** A file that has the key and nothing else. */
    Optional<String> keyFile();

    /** A PEM file: the authorities that a gateway's certificate may be of. Default: those that the JDK trusts. */
    Optional<String> caFile();

    /**
     * Returns the key; empty if there is none.
     *
     * @throws InvalidConfigException if the file cannot be read, or there is a key beside it
     */
    static Optional<String> key(ApiConfig api) {
        if (api.key().isPresent() && api.keyFile().isPresent()) {
            throw new InvalidConfigException(PREFIX + ".key-file: cannot be set together with " + PREFIX + ".key");
        }
        return api.key().map(Secret::value).or(() -> api.keyFile().map(ApiConfig::read));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            throw new InvalidConfigException(PREFIX + ".key-file: cannot be read: " + unreadable);
        }
    }
}
