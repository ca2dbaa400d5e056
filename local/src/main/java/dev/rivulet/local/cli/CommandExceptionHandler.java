package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletException;
import dev.rivulet.local.repartition.RepartitionException;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.topics.TopicsUnavailableException;
import dev.rivulet.runtime.RivuletProcess;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.ClusterUnavailableException;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints one sentence to stderr for an expected failure; other exceptions are printed with a stack trace. */
final class CommandExceptionHandler implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments)
            throws Exception {
        int status = switch (failure) {
            case InvalidConfigException unusable -> RivuletProcess.UNUSABLE;
            case UnfitTopicException unusable -> RivuletProcess.UNUSABLE;
            case ClusterUnavailableException away -> ExitCode.SOFTWARE;
            case TopicsUnavailableException unseen -> ExitCode.SOFTWARE;
            case RepartitionException unfinished -> ExitCode.SOFTWARE;
            case NoGatewayException absent -> ExitCode.SOFTWARE;
            case RivuletException refused -> ExitCode.SOFTWARE;
            default -> throw failure;
        };
        command.getErr().println("rivulet " + command.getCommandName() + ": " + SafeText.line(failure.getMessage()));
        return status;
    }
}
