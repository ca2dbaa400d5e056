package dev.rivulet.worker.coordinator.streams;

/**
 * The generation of the consumer group in which a Streams thread is a member. Kafka Streams does not tell a processor,
 * so the thread's consumer notes it after each poll: partitions are assigned within a poll, and tasks begin after it,
 * on the same thread. Also after one that failed: in a new group the poll that assigns partitions throws that they have
 * no offsets, which Kafka Streams then resets.
 */
final class GroupGeneration {

    private static final ThreadLocal<Integer> OF_THREAD = new ThreadLocal<>();

    private GroupGeneration() {}

    /** Returns the generation of the current thread's consumer. Null if it is no member, or no Streams thread. */
    static Integer ofThisThread() {
        return OF_THREAD.get();
    }

    /** @param generation negative when the thread's consumer is no member */
    static void note(int generation) {
        OF_THREAD.set(generation < 0 ? null : generation);
    }
}
