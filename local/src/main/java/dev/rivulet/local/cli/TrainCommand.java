package dev.rivulet.local.cli;

import dev.rivulet.local.training.TrainingRun;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;

/** What {@code ./rivulet} runs after a build, with {@code -XX:AOTCacheOutput}. */
@Command(name = "train", hidden = true, mixinStandardHelpOptions = true, description = {
        "Run everything for some seconds, so that the JVM records what later starts need."})
final class TrainCommand implements Callable<Integer> {

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        return TrainingRun.run();
    }
}
