package dev.rivulet.local.cli;

import dev.rivulet.local.stack.Provider;
import dev.rivulet.runtime.RivuletProcess;
import dev.rivulet.worker.Worker;
import picocli.CommandLine.Command;

@Command(name = "worker", description = "Run a worker, until SIGTERM or Ctrl-C.", mixinStandardHelpOptions = true)
final class WorkerCommand implements Runnable {

    @Override
    public void run() {
        RivuletProcess.run("worker", (config, fatal) -> {
            Provider provider = Provider.ofWorker(config);
            Worker worker = Worker.start(provider.config(), fatal);
            return () -> {
                worker.close();
                provider.close();
            };
        });
    }
}
