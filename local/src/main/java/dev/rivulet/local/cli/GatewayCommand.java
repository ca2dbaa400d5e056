package dev.rivulet.local.cli;

import dev.rivulet.gateway.Gateway;
import dev.rivulet.runtime.RivuletProcess;
import picocli.CommandLine.Command;

@Command(name = "gateway", mixinStandardHelpOptions = true, description = {
        "Run a gateway on RIVULET_HTTP_PORT (8080), until SIGTERM or Ctrl-C."})
final class GatewayCommand implements Runnable {

    @Override
    public void run() {
        RivuletProcess.run("gateway", (config, fatal) -> Gateway.start(config));
    }
}
