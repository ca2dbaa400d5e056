package dev.rivulet.local.cli;

import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Tone;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "key", mixinStandardHelpOptions = true, description = "Make keys for gateways.", subcommands = {
        KeyCommand.New.class}, synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {

    @Command(name = "new", mixinStandardHelpOptions = true, description = {
            "Make a key. The first line of stdout is the key, which is shown only now; the second is the line to add to"
                    + " the file that rivulet.auth.keys-file names. Gateways notice it within a second.",
            "Exit status: 0; 2 for wrong arguments."})
    static final class New implements Callable<Integer> {

        @Option(names = "--principal", required = true, paramLabel = "P", description = {
                "Who has the key: sessions are a principal's own. Or ISSUER|SUBJECT, of an issuer of tokens."})
        private String principal;

        @Option(names = "--scopes", paramLabel = "S,S", description = {
                "What the key allows: ask, read, cancel, forget, usage, admin (default: ask,read,cancel,forget)."})
        private String scopes = "ask,read,cancel,forget";

        @Option(names = "--id", paramLabel = "ID", description = "The name of the key (default: a random one).")
        private String id;

        @Option(names = "--quota-class", paramLabel = "C", description = "The class for quotas (default: none).")
        private String quotaClass;

        @Spec
        private CommandSpec command;

        @Override
        public Integer call() {
            ApiKey.Generated made = make();
            try (PlainScreen screen = PlainScreen.ofProcess()) {
                screen.note(Tone.NOTE, "The key, shown only now, and the line for rivulet.auth.keys-file:");
                screen.line(Tone.PLAIN, made.key());
                screen.line(Tone.PLAIN, made.line().line());
            }
            return ExitCode.OK;
        }

        private ApiKey.Generated make() {
            try {
                return ApiKey.generate(id, principal, ApiKey.scopes(scopes), Optional.ofNullable(quotaClass));
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(command.commandLine(), wrong.getMessage());
            }
        }
    }
}
