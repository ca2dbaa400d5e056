package dev.rivulet.bench;

import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.Workload;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the streams of turns. */
final class LoadOptions {

    @Option(names = "--streams", split = ",", paramLabel = "N", description = {
            "Turns that run at any time, one load each. As soon as one ends, the next begins."})
    private List<Integer> streams = List.of(100, 1_000);

    @Option(names = "--rate", paramLabel = "N", description = "Tokens per second of a turn.")
    int rate = 20;

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = {
            "Tokens of a turn, one load each. Two lengths tell the cost of a turn from that of a token."})
    private List<Integer> tokens = List.of(100);

    @Option(names = "--seconds", paramLabel = "N", description = "Length of the measured window.")
    private int seconds = 20;

    @Option(names = "--warmup", paramLabel = "N", description = {
            "Seconds of the most streams with the shortest turns in each shape, before anything is measured; and of "
                    + "each other scenario."})
    int warmup = 60;

    @Option(names = "--runs", paramLabel = "N", description = "Repetitions; the shapes take turns.")
    int runs = 1;

    @Option(names = "--pause", paramLabel = "N", description = "Seconds between two loads.")
    private int pause = 2;

    @Option(names = "--shapes", split = ",", paramLabel = "SHAPE", description = {
            "The ways to ask and to read, one load each: ${COMPLETION-CANDIDATES}. The first is the provider without "
                    + "Rivulet."})
    List<Shape> shapes = List.of(Shape.DIRECT, Shape.POST);

    Duration pause() {
        return Duration.ofSeconds(pause);
    }

    /** @throws IllegalArgumentException if a number is not positive; the message is for the user */
    List<Workload> workloads() {
        return streams.stream()
                .flatMap(count -> tokens.stream().map(length -> new Workload(count, rate, length, seconds))).toList();
    }

    /** Returns the workloads with the most streams. */
    List<Workload> busiest() {
        return workloads().stream().filter(each -> each.streams() == Collections.max(streams)).toList();
    }
}
