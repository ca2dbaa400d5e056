package dev.rivulet.local.cli;

import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.TerminalCapabilities;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.local.topics.TopicsInspector;
import dev.rivulet.local.topics.TopicsReport;
import dev.rivulet.local.topics.TopicsTable;
import dev.rivulet.runtime.config.Config;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(name = "topics", mixinStandardHelpOptions = true, description = {
        "Show what is in the topics at KAFKA_BOOTSTRAP_SERVERS: records, bytes, the workers' lag, open and waiting"
                + " turns.",
        "Turns are counted from the coordinators' own state; nothing is changed.",
        "Exit status: 0; 1 when Kafka does not answer or has no topics of Rivulet; 2 when the configuration cannot"
                + " be used."})
final class TopicsCommand implements Callable<Integer> {

    @Option(names = "--json", description = "One JSON object, for scripts.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.set();
        try (PlainScreen screen = PlainScreen.ofProcess()) {
            TopicsReport report = TopicsInspector.of(Config.ofProcess());
            screen.line(Tone.PLAIN,
                    json
                            ? report.json()
                            : TopicsTable.of(report, TerminalCapabilities.ofProcess().colours()).stripTrailing());
            return ExitCode.OK;
        }
    }
}
