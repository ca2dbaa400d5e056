package dev.rivulet.bench.capacity;

import dev.rivulet.bench.capacity.model.Load;
import dev.rivulet.bench.capacity.simulation.AnswerLengths;
import picocli.CommandLine.Option;

/** The options that say what users ask for. */
final class LoadParameters {

    @Option(names = "--streams", paramLabel = "N", description = "Turns that run at any time.")
    private int streams = 1_000;

    @Option(names = "--rate", paramLabel = "N", description = "Tokens per second of a turn.")
    private double rate = 20;

    @Option(names = "--tokens", paramLabel = "N", description = "Tokens of an answer, on average.")
    private double tokens = 400;

    @Option(names = "--lengths", paramLabel = "KIND", description = {
            "How long answers are around that: ${COMPLETION-CANDIDATES}."})
    AnswerLengths lengths = AnswerLengths.EXPONENTIAL;

    @Option(names = "--readers", paramLabel = "N", description = "Readers of each turn, on average.")
    private double readers = 1;

    @Option(names = "--client-named", paramLabel = "PERCENT", description = {
            "Turns in sessions that clients name themselves, which any gateway may have to read."})
    private double clientNamed;

    @Option(names = "--prompt-bytes", paramLabel = "N", description = {
            "A prompt with the conversation before it: what is remembered, and sent to another worker."})
    private int promptBytes = 2_000;

    Load load() {
        return new Load(streams, rate, tokens, readers, clientNamed / 100, promptBytes);
    }
}
