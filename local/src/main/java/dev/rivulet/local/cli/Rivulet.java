package dev.rivulet.local.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code ./rivulet COMMAND}. */
@Command(name = "rivulet", description = "Durable LLM token streams on Kafka.", mixinStandardHelpOptions = true, subcommands = {
        AskCommand.class, TopicsCommand.class, UpCommand.class, KafkaCommand.class, WorkerCommand.class,
        GatewayCommand.class, ChaosCommand.class,
        CommandLine.HelpCommand.class}, synopsisSubcommandLabel = "COMMAND", footer = "%nConfiguration is by environment and file; see README.md.")
public final class Rivulet {

    private Rivulet() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Rivulet()).setExecutionExceptionHandler(new Failures()).execute(args));
    }
}
