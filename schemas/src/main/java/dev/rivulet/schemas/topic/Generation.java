package dev.rivulet.schemas.topic;

/**
 * How often the sessions of an installation were copied into topics with another number of partitions. An empty topic
 * of the installation says it, by the number of its partitions: one while the other topics are being filled, and one
 * more for each generation when they are complete. An installation without that topic is of generation 0.
 *
 * <p>Cursors name a partition by a number that holds the generation, too: where a session was before it was copied, it
 * may have had a partition of the same number.
 */
public final class Generation {

    private static final String SUFFIX = "generation";
    private static final int BEING_FILLED = 1;
    /** Cursors have 16 bits for the number: two tell four generations apart. */
    private static final int PARTITION_BITS = 14;
    private static final int MAX_PARTITION = (1 << PARTITION_BITS) - 1;
    private static final int TOLD_APART = 4;

    private Generation() {}

    /** Returns the name of the topic that says the generation. */
    public static String topic(String prefix) {
        return prefix + SUFFIX;
    }

    /** Returns how many partitions that topic has when the installation's topics are complete. */
    public static int partitions(int generation) {
        return BEING_FILLED + generation;
    }

    /** Returns the generation that a topic with so many partitions says; 0 while the other topics are being filled. */
    public static int ofPartitions(int partitions) {
        return partitions - BEING_FILLED;
    }

    /** Returns the number by which cursors name a partition. In generation 0 it is that of the partition. */
    public static int number(int generation, int partition) {
        return generation % TOLD_APART << PARTITION_BITS | partition;
    }

    /** Returns whether a number that a cursor has is one of the generation. */
    public static boolean isOf(int generation, int number) {
        return number >> PARTITION_BITS == generation % TOLD_APART;
    }

    /** Returns the partition that a number stands for. */
    public static int partition(int number) {
        return number & MAX_PARTITION;
    }
}
