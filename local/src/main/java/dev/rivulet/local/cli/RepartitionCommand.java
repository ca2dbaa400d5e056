package dev.rivulet.local.cli;

import dev.rivulet.local.repartition.Repartition;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.TopicsConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "repartition", mixinStandardHelpOptions = true, description = {
        "Copy all sessions at KAFKA_BOOTSTRAP_SERVERS into topics with another number of partitions.",
        "Stop the workers first. Afterwards start workers and gateways with RIVULET_TOPICS_PREFIX set to the new"
                + " prefix; the old topics take no more records. Can be killed and run again.",
        "Exit status: 0 when the new topics are complete; 1 when something is in the way, which is said; 2 when the"
                + " configuration cannot be used."})
final class RepartitionCommand implements Callable<Integer> {

    /** Cursors have room for no more. */
    private static final int MOST_PARTITIONS = 16_384;

    @Spec
    private CommandSpec spec;

    @Option(names = "--to-prefix", paramLabel = "PREFIX", required = true, description = {
            "The prefix of the new topics. That of the old ones is RIVULET_TOPICS_PREFIX."})
    private String prefix;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of the new topics.")
    private int partitions = TopicsConfig.MOST_DEFAULT_PARTITIONS;

    @Option(names = "--undo", description = {
            "Give up what was begun: let the old topics take records again, and delete the new ones."})
    private boolean undo;

    @Override
    public Integer call() throws InterruptedException {
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new ParameterException(spec.commandLine(), "--partitions must be 1 to " + MOST_PARTITIONS);
        }
        QuietLogs.set();
        CommandLine command = spec.commandLine();
        Repartition repartition = new Repartition(Config.ofProcess(), prefix, partitions, line -> {
            command.getErr().println(line);
            command.getErr().flush();
        });
        if (undo) {
            repartition.undo();
        } else {
            repartition.run();
        }
        return ExitCode.OK;
    }
}
