package dev.rivulet.local.cli;

import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.TerminalCapabilities;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.local.topics.TopicsCreation;
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
        "Turns are counted from the coordinators' own state; nothing is changed, except with --create.",
        "Exit status: 0; 1 when Kafka does not answer or has no topics of Rivulet; 2 when the configuration cannot"
                + " be used."})
final class TopicsCommand implements Callable<Integer> {

    @Option(names = "--json", description = "One JSON object, for scripts.")
    private boolean json;

    @Option(names = "--create", description = {
            "First create the topics that are missing, and let those of workers take as large records as the settings"
                    + " need. For clusters where gateways and workers may not create topics."})
    private boolean create;

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.set();
        try (PlainScreen screen = PlainScreen.ofProcess()) {
            Config config = Config.ofProcess();
            if (create) {
                TopicsCreation.run(config);
            }
            TopicsReport report = TopicsInspector.of(config);
            screen.line(Tone.PLAIN,
                    json
                            ? report.json()
                            : TopicsTable.of(report, TerminalCapabilities.ofProcess().colours()).stripTrailing());
            return ExitCode.OK;
        }
    }
}
