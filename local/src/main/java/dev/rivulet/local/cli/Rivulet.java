package dev.rivulet.local.cli;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The command line: {@code ./rivulet COMMAND}. */
@Command(name = "rivulet", description = "Durable LLM token streams on Kafka.", subcommands = {
        AskCommand.class, ChatCommand.class, WatchCommand.class, CancelCommand.class, UsageCommand.class,
        TopicsCommand.class,
        RepartitionCommand.class, KeyCommand.class, UpCommand.class, KafkaCommand.class, WorkerCommand.class,
        GatewayCommand.class, ChaosCommand.class, FuzzCommand.class, TrainCommand.class,
        CommandLine.HelpCommand.class}, mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", footer = {
                "",
                "./rivulet bench measures latency and CPU; see docs/benchmarks.md.",
                "./rivulet capacity computes what a load needs; see docs/capacity.md.",
                "Configuration is by environment and file; see docs/configuration.md."})
public final class Rivulet {

    private Rivulet() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Rivulet()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new CommandExceptionHandler())
                .registerConverter(SessionId.class, reading(SessionId::new))
                .registerConverter(TurnId.class, reading(TurnId::parse));
    }

    private static <T> ITypeConverter<T> reading(Function<String, T> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException invalid) {
                throw new TypeConversionException(invalid.getMessage());
            }
        };
    }
}
