package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The secrets under which gateways seal what clients keep for them: the first one seals, and what any of them has
 * sealed is accepted. Thread-safe.
 */
public final class SigningSecrets implements AutoCloseable {

    /** There is none. */
    public static final SigningSecrets NONE = new SigningSecrets(List.of(), Optional.empty(), null);

    /** The one of now and the one of before, or the next. */
    static final int MOST = 2;

    private static final int MAX_FILE = 16 << 10;

    private final List<SigningSecret> fixed;
    private final Optional<WatchedFile<List<SigningSecret>>> file;
    private final AuthConfig config; // null without a file

    private SigningSecrets(List<SigningSecret> fixed, Optional<WatchedFile<List<SigningSecret>>> file,
            AuthConfig config) {
        this.fixed = fixed;
        this.file = file;
        this.config = config;
    }

    /**
     * Returns the secrets that are set, or those of the file that is named.
     *
     * @throws InvalidConfigException if both are, or one is no secret
     */
    public static SigningSecrets of(AuthConfig auth) {
        if (auth.secrets().isPresent() && auth.secretsFile().isPresent()) {
            throw new InvalidConfigException(AuthConfig.PREFIX + ".secrets: must not be set beside "
                    + AuthConfig.PREFIX + ".secrets-file");
        }
        try {
            List<SigningSecret> set = auth.secrets().map(secrets -> parse(secrets.stream().map(Secret::value).toList()))
                    .orElse(List.of());
            return new SigningSecrets(set,
                    auth.secretsFile().map(
                            path -> WatchedFile.read("secrets-file", Path.of(path), MAX_FILE, SigningSecrets::parse)),
                    auth);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException(AuthConfig.PREFIX + ".secrets: " + wrong.getMessage());
        }
    }

    /** Reads a file: a secret in a line; {@code #} begins a comment. */
    private static List<SigningSecret> parse(String text) {
        List<String> secrets = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int comment = line.indexOf('#');
            String secret = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!secret.isEmpty()) {
                secrets.add(secret);
            }
        }
        return parse(secrets);
    }

    private static List<SigningSecret> parse(List<String> texts) {
        if (texts.isEmpty() || texts.size() > MOST) {
            throw new IllegalArgumentException("one or two secrets are needed, the first of which seals");
        }
        return texts.stream().map(SigningSecret::of).toList();
    }

    /** Returns all that are valid, the one that seals first; empty if there is none. */
    public List<SigningSecret> valid() {
        return file.isPresent() ? file.get().value() : fixed;
    }

    /** Returns the one that seals; null if there is none. */
    public SigningSecret sealing() {
        List<SigningSecret> now = valid();
        return now.isEmpty() ? null : now.getFirst();
    }

    /** Begins to look for changes of the file, if there is one. */
    public void start() {
        file.ifPresent(watched -> watched.start(config.checkInterval()));
    }

    /** Has a listener called, on another thread, each time that the secrets have changed. */
    public void onChange(Runnable listener) {
        file.ifPresent(watched -> watched.onChange(listener));
    }

    @Override
    public void close() {
        file.ifPresent(WatchedFile::close);
    }
}
