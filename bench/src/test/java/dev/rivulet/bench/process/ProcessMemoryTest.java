package dev.rivulet.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {

    @Test
    void peakIsTheHighWaterMarkInBytes() {
        assertThat(ProcessMemory
                .peak(List.of("Name:\tjava", "VmPeak:\t 9000000 kB", "VmHWM:\t  250000 kB", "VmRSS:\t 1 kB")))
                .isEqualTo(256_000_000);
    }

    @Test
    void openFilesAreLimitedByTheSoftLimit() {
        assertThat(ProcessMemory.mostOpenFiles(List.of("Limit                     Soft Limit           Hard Limit",
                "Max open files            1024                 4096                 files"))).isEqualTo(1024);
        assertThat(ProcessMemory.mostOpenFiles(List.of("Max open files            unlimited            unlimited")))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void noPeakIsZero() {
        assertThat(ProcessMemory.peak(List.of("Name:\tkthreadd"))).isZero();
    }
}
