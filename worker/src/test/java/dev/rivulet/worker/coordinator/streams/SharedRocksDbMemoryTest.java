package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.TopicsConfig;
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

/** All stores of a worker share their memory. */
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
            for (int i = 0; i < 2 * TopicsConfig.DEFAULT_PARTITIONS; i++) {
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

    private static void close(AutoCloseable options) {
        try {
            options.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
