package dev.rivulet.local.access;

import java.util.List;

/**
 * Compares two series of measurements by ranks, so that a few that a busy machine delayed do not matter (Mann and
 * Whitney's U, as a share).
 */
final class RankTest {

    private RankTest() {}

    /**
     * Returns how likely a value of the first series is smaller than one of the second: 0.5 if nothing tells them
     * apart. With n values each, chance alone makes it differ from that by 0.41 / sqrt(n) (one standard deviation).
     */
    static double smaller(List<Long> first, List<Long> second) {
        double pairs = 0;
        for (long a : first) {
            for (long b : second) {
                pairs += a < b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return pairs / (first.size() * (double) second.size());
    }
}
