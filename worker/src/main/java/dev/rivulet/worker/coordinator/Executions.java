package dev.rivulet.worker.coordinator;

/** What the coordinator can know of executions in any process. */
@FunctionalInterface
interface Executions {

    /** True only when it is certain that nobody runs this attempt and no result of it is under way. */
    boolean lost(OpenTurn turn);
}
