package dev.rivulet.worker.coordinator.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all RocksDB stores of the process together; by default each store may take about 100 MB. The
 * shared objects are static and live as long as the process, as Kafka Streams' documentation asks for. Made by Kafka
 * Streams.
 */
public final class SharedRocksDbMemory implements RocksDBConfigSetter {

    private static final long TOTAL_BYTES = 64L << 20;
    static final long WRITE_BYTES = 24L << 20;
    private static final long MEMTABLE_BYTES = 2L << 20;
    /**
     * What a store takes as soon as something was written to it. By default an eighth of its memtable: then 96 stores
     * (48 partitions) would fill the memory for writes, and each write would flush another of them to disk.
     */
    private static final long BLOCK_BYTES = 16L << 10;
    /** How much of the disk a store's list of its files takes at a time. By default 4 MB, for some hundred bytes. */
    private static final long MANIFEST_BYTES = 16L << 10;

    private static final class Shared {
        static final Cache CACHE = new LRUCache(TOTAL_BYTES);
        static final WriteBufferManager WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.WRITES);
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setMaxWriteBufferNumber(2);
        options.setArenaBlockSize(BLOCK_BYTES);
        options.setManifestPreallocationSize(MANIFEST_BYTES);
    }

    @Override
    public void close(String store, Options options) {
        // The shared objects stay open for the other stores.
    }
}
