package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.bench.capacity.model.Cost;
import dev.rivulet.bench.capacity.model.Load;
import java.time.Duration;

/**
 * What is simulated.
 *
 * @param coordination what a turn and a token take of a coordination thread, in microseconds
 * @param warm whether turns run from the start on, as many as the load has
 * @param settle how long it runs before anything is counted
 * @param measured how long turns are accepted that are counted
 * @param killed how many workers are killed at once after that: executors first
 */
public record Scenario(Load load, Cluster cluster, Cost coordination, Delays delays, AnswerLengths lengths,
        boolean warm, Duration settle, Duration measured, int killed, long seed) {

    /**
     * What takes time beside the coordination threads and the answers.
     *
     * @param coordination how long a record takes from its writer through Kafka to the coordination thread
     * @param job how long it takes from a coordinator to another worker
     * @param execution what an attempt takes beside its answer: calling the provider, and waiting for Kafka at the end
     * @param rebalance from the end of a group session until others coordinate
     */
    public record Delays(Duration coordination, Duration job, Duration execution, Duration rebalance) {

        /** As measured without load. */
        public static final Delays MEASURED = new Delays(Duration.ofMillis(2), Duration.ofMillis(1),
                Duration.ofMillis(20), Duration.ofMillis(400));

        /** Returns the same with what an execution takes beside its answer. */
        public Delays withExecution(Duration other) {
            return new Delays(coordination, job, other, rebalance);
        }
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    public Scenario {
        if (killed < 0 || killed >= cluster.workers()) {
            throw new IllegalArgumentException("at least one worker must stay alive");
        }
    }
}
