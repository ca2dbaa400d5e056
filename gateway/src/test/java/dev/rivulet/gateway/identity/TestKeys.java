package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.runtime.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file of keys, which tests change. */
public final class TestKeys implements AutoCloseable {

    private final Path file;
    private final Map<String, ApiKey> lines = new LinkedHashMap<>();

    private TestKeys(Path file) {
        this.file = file;
    }

    /** Makes an empty file. */
    public static TestKeys create() {
        try {
            TestKeys keys = new TestKeys(Files.createTempFile("rivulet-keys-", ".txt"));
            keys.write();
            return keys;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path file() {
        return file;
    }

    /** Returns the settings of a gateway that reads the file, and looks at it often. */
    public Map<String, String> settings() {
        return Map.of("rivulet.auth.keys-file", file.toString(), "rivulet.auth.check-interval", "20ms");
    }

    /** Returns the authentication of a gateway with these settings, which looks at the file. The caller closes it. */
    public KeysFile open() {
        KeysFile keys = read();
        keys.start();
        return keys;
    }

    /** Returns the authentication of a gateway with these settings, which does not look at the file by itself. */
    KeysFile read() {
        return KeysFile.read(file, Config.of(Map.of(), settings()).section(AuthConfig.class, AuthConfig.PREFIX));
    }

    /** Adds a key and returns it. */
    public String add(String id, String principal, String scopes) {
        return add(id, principal, scopes, null);
    }

    /** Adds a key with a class of quotas and returns it. */
    public String add(String id, String principal, String scopes, String quotaClass) {
        ApiKey.Generated made = ApiKey.generate(id, principal, ApiKey.scopes(scopes), Optional.ofNullable(quotaClass));
        lines.put(id, made.line());
        write();
        return made.key();
    }

    public void remove(String id) {
        lines.remove(id);
        write();
    }

    private void write() {
        writeText(lines.values().stream().map(line -> line.line() + "\n").collect(Collectors.joining()));
    }

    /** Replaces the content, at once. */
    public void writeText(String content) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, content);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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
