package dev.rivulet.worker.coordinator.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory for the local state of Kafka Streams: a configured one, which stays, or a temporary one, which is
 * deleted at the end.
 */
record StateDirectory(Path path, boolean temporary) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    static StateDirectory of(Optional<String> configured) {
        try {
            return configured.isPresent()
                    ? new StateDirectory(Files.createDirectories(Path.of(configured.get())), false)
                    : new StateDirectory(Files.createTempDirectory("rivulet-worker-"), true);
        } catch (IOException failure) {
            throw new UncheckedIOException("no folder for the worker's state", failure);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            LOG.atWarn().addKeyValue("folder", path).setCause(failure).log("temporary state was not removed");
        }
    }
}
