package dev.rivulet.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryUseTest {

    private static final List<String> SMAPS = List.of(
            "680000000-690000000 rw-p 00000000 00:00 0", "Size: 262144 kB", "Rss: 100 kB",
            "690000000-800000000 ---p 00000000 00:00 0", "Rss: 0 kB",
            "7f0000000000-7f0000100000 r-xp 00000000 08:01 7 /x", "Rss: 30 kB");

    @Test
    void theHeapIsToldFromOtherResidentMemory() {
        MemoryUse use = MemoryUse.of("""
                31148:
                 garbage-first heap   total reserved 6291456K, committed 9K, used 20K \
                [0x0000000680000000, 0x0000000800000000)
                  region size 4096K, 1 young (4096K), 0 survivors (0K)
                 Metaspace       used 55K, committed 64K, reserved 1114112K
                """, SMAPS);
        assertThat(use).isEqualTo(new MemoryUse(130 * 1024, 20 * 1024, 30 * 1024));
    }

    @Test
    void theHeapIsFoundAsJdk25PrintsIt() {
        MemoryUse use = MemoryUse.of("""
                28370:
                garbage-first heap   total reserved 6172672K, committed 9K, used 20K \
                [0x0000000680000000, 0x0000000800000000)
                 region size 4096K, 3 young (12288K), 1 survivors (4096K)
                """, SMAPS);
        assertThat(use).isEqualTo(new MemoryUse(130 * 1024, 20 * 1024, 30 * 1024));
    }

    @Test
    void generationsAreAddedUp() {
        MemoryUse use = MemoryUse.of("""
                 def new generation   total 78656K, used 5K [0x0000000680000000, 0x0000000685550000, 0x0000000690000000)
                  eden space 69952K,   4% used [0x0000000680000000, 0x0000000680300000, 0x0000000684450000)
                 tenured generation   total 174784K, used 7K \
                [0x0000000690000000, 0x000000069aab0000, 0x0000000800000000)
                """, SMAPS);
        assertThat(use).isEqualTo(new MemoryUse(130 * 1024, 12 * 1024, 30 * 1024));
    }
}
