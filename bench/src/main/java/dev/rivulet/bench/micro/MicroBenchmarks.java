package dev.rivulet.bench.micro;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package with JMH, which prints to stdout. */
public final class MicroBenchmarks {

    private static final TimeValue ITERATION = TimeValue.seconds(1);
    private static final int ITERATIONS = 5;
    private static final int FORKS = 2;

    private MicroBenchmarks() {}

    /**
     * @param regex those whose names it matches, such as {@code DeltaPath.frame}
     * @throws RunnerException when none matches, or one of them failed
     */
    public static void run(String regex) throws RunnerException {
        new Runner(new OptionsBuilder().include(regex).forks(FORKS).warmupIterations(ITERATIONS).warmupTime(ITERATION)
                .measurementIterations(ITERATIONS).measurementTime(ITERATION).shouldFailOnError(true).build()).run();
    }
}
