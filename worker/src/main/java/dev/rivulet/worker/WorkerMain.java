package dev.rivulet.worker;

import dev.rivulet.runtime.RivuletProcess;

/** A worker as a process of its own. */
public final class WorkerMain {

    private WorkerMain() {}

    public static void main(String[] args) {
        RivuletProcess.run("worker", Worker::start);
    }
}
