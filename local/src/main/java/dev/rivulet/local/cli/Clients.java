package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.runtime.config.Config;
import java.net.URI;

/** Clients of the gateway at hand. */
final class Clients {

    private static final int TRIES_OF_A_COMMAND = 3;

    private Clients() {}

    /** For a command that does one thing and ends. */
    static RivuletClient hasty(Config config) throws InterruptedException {
        return RivuletClient.builder().gateway(there(config)).maxTries(TRIES_OF_A_COMMAND).build();
    }

    /** For one that somebody sits before, and is told of lost connections. */
    static RivuletClient patient(URI gateway, Screen screen) {
        return told(RivuletClient.builder().gateway(gateway), screen).build();
    }

    /** For one that goes on until it is ended, however long the gateway is away. */
    static RivuletClient endless(Config config, Screen screen) throws InterruptedException {
        return told(RivuletClient.builder().gateway(there(config)).maxTries(Integer.MAX_VALUE), screen).build();
    }

    private static RivuletClientBuilder told(RivuletClientBuilder client, Screen screen) {
        return client.onRetry(retry -> screen.note(Tone.WARNING, SafeText.line("The connection was lost ("
                + retry.cause().getMessage() + "); trying again in " + retry.pause().toMillis() + " ms ...")));
    }

    private static URI there(Config config) throws InterruptedException {
        return GatewayAtHand.find(config).orElseThrow(() -> new NoGatewayException(
                "No gateway answers at " + GatewayAtHand.address(config) + " (RIVULET_URL names another)."));
    }
}
