package dev.rivulet.worker;

import dev.rivulet.runtime.Process;

/** A worker as a process of its own. */
public final class WorkerMain {

    private WorkerMain() {}

    public static void main(String[] args) {
        Process.run("worker", Worker::start);
    }
}
