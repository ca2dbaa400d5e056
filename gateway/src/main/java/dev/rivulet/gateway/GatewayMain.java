package dev.rivulet.gateway;

import dev.rivulet.runtime.RivuletProcess;

/** Runs a gateway as a process. */
public final class GatewayMain {

    private GatewayMain() {}

    public static void main(String[] args) {
        RivuletProcess.run("gateway", (config, fatal) -> Gateway.start(config));
    }
}
