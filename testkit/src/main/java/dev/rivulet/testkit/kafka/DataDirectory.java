package dev.rivulet.testkit.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** The data directory of a cluster, with a subdirectory per node; locked while the cluster runs. */
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final DirectoryLock lock;
    private final boolean temporary;

    private DataDirectory(Path root, boolean temporary) throws IOException {
        this.root = Files.createDirectories(root);
        this.lock = DirectoryLock.acquire(root);
        this.temporary = temporary;
    }

    static DataDirectory open(EmbeddedKafkaOptions options) {
        try {
            if (options.dataDirectory().isEmpty()) {
                return new DataDirectory(Files.createTempDirectory("rivulet-kafka-"), true);
            }
            DataDirectory kept = new DataDirectory(options.dataDirectory().get().toAbsolutePath(), false);
            kept.requireSameSize(options.brokers());
            return kept;
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "The data directory " + options.dataDirectory().orElse(Path.of("(temporary)"))
                            + " cannot be used: " + e,
                    e);
        }
    }

    Path ofNode(int node) {
        return root.resolve("node-" + node);
    }

    private void requireSameSize(int brokers) throws IOException {
        long found;
        try (Stream<Path> children = Files.list(root)) {
            found = children.filter(child -> child.getFileName().toString().startsWith("node-")).count();
        }
        if (found != 0 && found != brokers) {
            lock.close();
            throw new EmbeddedKafkaException("The data directory " + root + " belongs to a cluster of " + found
                    + " broker(s), not " + brokers + ": start it with as many, or choose another directory.");
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
            if (temporary) {
                Files.walkFileTree(root, new Delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release or delete " + root, e);
        }
    }

    /** Ignores files that no longer exist: Kafka still deletes old segments while its threads stop. */
    private static final class Delete extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
