package dev.rivulet.bench.measure;

/** Is told what a benchmark does. Called on the thread that measures. */
@FunctionalInterface
public interface Progress {

    /** @param text one line, without a line feed */
    void say(String text);
}
