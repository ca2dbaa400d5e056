package dev.rivulet.local.repartition;

import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/**
 * Up to where results were counted, beside up to where coordinators have read them, in each partition. Copies of
 * several partitions meet in one, where each of both needs one position: so what was counted must be copied first
 * everywhere, or what was read.
 *
 * @param before what is copied before what was read; the same as that, if the rest was counted
 * @param after what is copied before what was not counted; the same as what was read, if that is it
 * @param isBefore whether what was counted is no more than what was read
 */
record CountedResults(List<Long> before, List<Long> after, boolean isBefore) {

    /**
     * @param read offsets behind what was read
     * @param counted offsets behind what was counted. Where workers were killed one can be ahead here and the other
     *     there; then what was counted and not read counts twice
     */
    static CountedResults of(List<Long> read, List<Long> counted) {
        boolean ahead = IntStream.range(0, read.size()).allMatch(i -> counted.get(i) >= read.get(i));
        return ahead
                ? new CountedResults(read, counted, false)
                : new CountedResults(each(read, counted, Math::min), read, true);
    }

    private static List<Long> each(List<Long> one, List<Long> other, LongBinaryOperator operator) {
        return IntStream.range(0, one.size())
                .mapToObj(i -> operator.applyAsLong(one.get(i), other.get(i))).toList();
    }
}
