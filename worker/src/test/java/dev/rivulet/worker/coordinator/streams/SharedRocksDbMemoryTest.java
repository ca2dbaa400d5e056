package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.TopicsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** All stores of a worker share their memory, and one that holds little takes little. */
class SharedRocksDbMemoryTest {

    private static final byte[] VALUE = new byte[3_000];
    private static final String FILES = "rocksdb.total-sst-files-size";
    private static final String UNWRITTEN = "rocksdb.cur-size-all-mem-tables";

    /** Two for each partition of a worker that is alone, each with a session of usual size. */
    @Test
    void aRecordInEachStoreOfTheDefaultPartitionsIsWrittenToNoFile(@TempDir Path folder) throws RocksDBException {
        RocksDB.loadLibrary();
        SharedRocksDbMemory memory = new SharedRocksDbMemory();
        List<AutoCloseable> open = new ArrayList<>();
        List<RocksDB> stores = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * TopicsConfig.MOST_DEFAULT_PARTITIONS; i++) {
                Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(
                        new BlockBasedTableConfig());
                open.add(options);
                memory.setConfig("store", options, Map.of());
                stores.add(RocksDB.open(options, folder.resolve("" + i).toString()));
            }
            for (int round = 0; round < 3; round++) {
                for (RocksDB store : stores) {
                    store.put(new byte[]{(byte) round}, VALUE);
                }
            }
            for (RocksDB store : stores) {
                assertThat(store.getLongProperty(FILES)).isZero();
                assertThat(store.getLongProperty(UNWRITTEN)).isLessThan(64 << 10);
            }
        } finally {
            stores.forEach(RocksDB::close);
            open.forEach(SharedRocksDbMemoryTest::close);
        }
    }

    @Test
    void anEmptyStoreTakesLittleOfTheDisk(@TempDir Path folder) throws Exception {
        RocksDB.loadLibrary();
        try (Options options = new Options().setCreateIfMissing(true)
                .setTableFormatConfig(new BlockBasedTableConfig())) {
            new SharedRocksDbMemory().setConfig("store", options, Map.of());
            try (RocksDB store = RocksDB.open(options, folder.toString())) {
                assertThat(store.getName()).isEqualTo(folder.toString());
                assertThat(kilobytesOnDisk(folder)).isLessThan(256);
            }
        }
    }

    /** Counts blocks that are set apart for a file, which are not part of its size. */
    private static int kilobytesOnDisk(Path folder) throws IOException {
        Process du = new ProcessBuilder("du", "-sk", folder.toString()).start();
        try (BufferedReader output = du.inputReader()) {
            return Integer.parseInt(output.readLine().split("\\s+")[0]);
        }
    }

    private static void close(AutoCloseable options) {
        try {
            options.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
