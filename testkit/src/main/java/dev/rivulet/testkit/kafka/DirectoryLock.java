package dev.rivulet.testkit.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Locks a data directory for one cluster, with a lock of the operating system: it ends with the process, so a file that
 * a killed process leaves behind does not matter.
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
            // Locked by this JVM: the same error as for another process.
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
