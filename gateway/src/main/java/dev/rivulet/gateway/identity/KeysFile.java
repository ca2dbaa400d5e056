package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authentication by the keys of a file, which is read again when it changes. As long as the file cannot be used (it is
 * gone, or a line is malformed) the keys of before are valid: a slip of the pen locks nobody out.
 */
public final class KeysFile implements Authentication {

    private static final Logger LOG = LoggerFactory.getLogger(KeysFile.class);

    private static final String UNREADABLE = "cannot be read: ";

    private final Path path;
    private final AuthConfig config;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("keys-file").unstarted(this::watch);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile ApiKeys keys;
    private byte[] content; // of the version that was read last, usable or not; owned by the thread, as the next
    private String trouble = ""; // why the file could not be used; empty if it could

    private KeysFile(Path path, AuthConfig config) {
        this.path = path;
        this.config = config;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidConfigException if it cannot be read, or a line is wrong
     */
    public static KeysFile read(Path path, AuthConfig config) {
        KeysFile file = new KeysFile(path, config);
        try {
            file.content = file.bytes();
            file.keys = file.parse(file.content);
            return file;
        } catch (IOException | IllegalArgumentException unusable) {
            throw new InvalidConfigException(AuthConfig.PREFIX + ".keys-file: " + path + ": " + sentence(unusable));
        }
    }

    /** Begins to look for changes. */
    @Override
    public void start() {
        LOG.atInfo().addKeyValue("keys", keys.size()).log("keys of this file are taken");
        thread.start();
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public CompletableFuture<Caller> caller(String credential) {
        return keys.find(credential).map(Caller::of).map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(ProblemException.invalidKey()));
    }

    @Override
    public boolean holds(Caller caller) {
        return caller.credential().filter(shown -> shown instanceof ApiKey key && keys.has(key)).isPresent();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }

    private void watch() {
        try {
            while (!closing.await(config.checkInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                readAgain();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Compares contents: a file that is replaced twice within one tick of the file system's clock has one time. */
    void readAgain() {
        try {
            byte[] now = bytes();
            if (!Arrays.equals(now, content)) {
                content = now;
                keys = parse(now);
                trouble = "";
                LOG.atInfo().addKeyValue("keys", keys.size()).log("keys read again");
                listeners.forEach(Runnable::run);
            } else if (trouble.startsWith(UNREADABLE)) {
                trouble = "";
            }
        } catch (IOException | RuntimeException unusable) {
            report(sentence(unusable));
        }
    }

    /** Once for each reason. */
    private void report(String reason) {
        if (!reason.equals(trouble) && closing.getCount() > 0) { // closing interrupts what is being read
            LOG.atWarn().addKeyValue("reason", reason)
                    .log("the file of keys cannot be used; those of before are valid");
        }
        trouble = reason;
    }

    /** Reads no more than the most that may be in it. */
    private byte[] bytes() throws IOException {
        int most = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, (long) config.maxKeys() * ApiKeys.MAX_LINE));
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("it is larger than " + most + " bytes (rivulet.auth.max-keys)");
            }
            return bytes;
        }
    }

    private ApiKeys parse(byte[] bytes) {
        try {
            return ApiKeys.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
                    config.maxKeys());
        } catch (CharacterCodingException notText) {
            throw new IllegalArgumentException("it is not text in UTF-8");
        }
    }

    private static String sentence(Exception unusable) {
        return unusable instanceof IOException ? UNREADABLE + unusable : unusable.getMessage();
    }
}
