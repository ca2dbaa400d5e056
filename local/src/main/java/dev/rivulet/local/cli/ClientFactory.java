package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.runtime.config.Config;
import java.net.URI;

/** Clients of the gateway at hand. */
final class ClientFactory {

    private static final int MAX_TRIES = 3;

    private ClientFactory() {}

    /** For a command that does one thing and ends. */
    static RivuletClient forOneRequest(Config config) throws InterruptedException {
        return RivuletClient.builder().gateway(requireGateway(config)).maxTries(MAX_TRIES).build();
    }

    /** For one that somebody sits before, and is told of lost connections. */
    static RivuletClient interactive(URI gateway, Screen screen) {
        return withRetryNotes(RivuletClient.builder().gateway(gateway), screen).build();
    }

    /** For one that goes on until it is ended, however long the gateway is away. */
    static RivuletClient retryingForever(Config config, Screen screen) throws InterruptedException {
        return withRetryNotes(RivuletClient.builder().gateway(requireGateway(config)).maxTries(Integer.MAX_VALUE),
                screen).build();
    }

    private static RivuletClientBuilder withRetryNotes(RivuletClientBuilder client, Screen screen) {
        return client.onRetry(retry -> screen.note(Tone.WARNING, SafeText.line("The connection was lost ("
                + retry.cause().getMessage() + "); trying again in " + retry.pause().toMillis() + " ms ...")));
    }

    private static URI requireGateway(Config config) throws InterruptedException {
        return GatewayConnection.find(config).orElseThrow(() -> new NoGatewayException(
                "No gateway answers at " + GatewayConnection.address(config) + " (RIVULET_URL names another)."));
    }
}
