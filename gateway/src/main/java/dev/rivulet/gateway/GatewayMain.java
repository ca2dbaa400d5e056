package dev.rivulet.gateway;

import dev.rivulet.runtime.RivuletProcess;

/** A gateway as a process of its own. */
public final class GatewayMain {

    private GatewayMain() {}

    public static void main(String[] args) {
        RivuletProcess.run("gateway", Gateway::start);
    }
}
