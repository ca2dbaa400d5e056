package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is read again when it changes. As long as it cannot be used (it is gone, or malformed) what it said
 * before is valid: a slip of the pen locks nobody out. Thread-safe.
 *
 * @param <T> what the file says
 */
final class WatchedFile<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

    private static final String UNREADABLE = "cannot be read: ";

    private final String setting;
    private final Path path;
    private final int maxBytes;
    private final Function<String, T> parse;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile T value;
    private volatile Thread thread; // null before it is started
    private byte[] content; // of the version that was read last, usable or not; owned by the thread, as the next
    private String trouble = ""; // why the file could not be used; empty if it could

    private WatchedFile(String setting, Path path, int maxBytes, Function<String, T> parse) {
        this.setting = setting;
        this.path = path;
        this.maxBytes = maxBytes;
        this.parse = parse;
    }

    /**
     * Reads a file.
     *
     * @param setting what names the file, without {@code rivulet.auth.}
     * @param maxBytes the largest file that is read
     * @param parse throws {@link IllegalArgumentException} for a text that cannot be used, with a sentence that repeats
     *     nothing of it
     * @throws InvalidConfigException if the file cannot be used
     */
    static <T> WatchedFile<T> read(String setting, Path path, int maxBytes, Function<String, T> parse) {
        WatchedFile<T> file = new WatchedFile<>(setting, path, maxBytes, parse);
        try {
            file.content = file.bytes();
            file.value = file.parse(file.content);
            return file;
        } catch (IOException | IllegalArgumentException unusable) {
            throw new InvalidConfigException(AuthConfig.PREFIX + "." + setting + ": " + path + ": "
                    + sentence(unusable));
        }
    }

    /** Returns what the newest version says that could be used. */
    T value() {
        return value;
    }

    /** Begins to look for changes. */
    void start(Duration interval) {
        thread = Thread.ofVirtual().name(setting).start(() -> watch(interval));
    }

    /** Has a listener called, on another thread, each time that {@link #value} was set. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        closing.countDown();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch(Duration interval) {
        try {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
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
                value = parse(now);
                trouble = "";
                LOG.atInfo().addKeyValue("setting", setting).log("the file has changed and was read again");
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
            LOG.atWarn().addKeyValue("setting", setting).addKeyValue("reason", reason)
                    .log("the file cannot be used; what it said before is valid");
        }
        trouble = reason;
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("it is larger than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }

    private T parse(byte[] bytes) {
        try {
            return parse.apply(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            throw new IllegalArgumentException("it is not text in UTF-8");
        }
    }

    private static String sentence(Exception unusable) {
        return unusable instanceof IOException ? UNREADABLE + unusable : unusable.getMessage();
    }
}
