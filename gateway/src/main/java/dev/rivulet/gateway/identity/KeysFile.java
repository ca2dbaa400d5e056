package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authentication by the keys of a file, which is read again when it changes; see {@link WatchedFile}. */
public final class KeysFile implements Authentication {

    private static final Logger LOG = LoggerFactory.getLogger(KeysFile.class);

    private final WatchedFile<ApiKeys> file;
    private final AuthConfig config;

    private KeysFile(WatchedFile<ApiKeys> file, AuthConfig config) {
        this.file = file;
        this.config = config;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidConfigException if it cannot be read, or a line is wrong
     */
    public static KeysFile read(Path path, AuthConfig config) {
        int most = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, (long) config.maxKeys() * ApiKeys.MAX_LINE));
        return new KeysFile(
                WatchedFile.read("keys-file", path, most, text -> ApiKeys.parse(text, config.maxKeys())), config);
    }

    /** Begins to look for changes. */
    @Override
    public void start() {
        LOG.atInfo().addKeyValue("keys", file.value().size()).log("keys of this file are taken");
        file.start(config.checkInterval());
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public CompletableFuture<Caller> caller(String credential) {
        return file.value().find(credential).map(Caller::of).map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(RefusedCredentialException.invalidKey(
                        ApiKey.idIn(credential).isEmpty() ? Refusal.MALFORMED : Refusal.UNKNOWN)));
    }

    @Override
    public boolean holds(Caller caller) {
        return caller.credential().filter(shown -> shown instanceof ApiKey key && file.value().has(key)).isPresent();
    }

    @Override
    public void onChange(Runnable listener) {
        file.onChange(listener);
    }

    /** Looks now. */
    void readAgain() {
        file.readAgain();
    }

    @Override
    public void close() {
        file.close();
    }
}
