package dev.rivulet.testkit.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a data directory to one cluster. The lock is the operating system's: it ends with the process, so a file left
 * behind by a kill never stands in the way.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve("rivulet.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very JVM: the same answer as for another process.
        }
        channel.close();
        throw new EmbeddedKafkaException("The data directory " + directory + " is in use by another broker:"
                + " stop that one or choose another directory.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
