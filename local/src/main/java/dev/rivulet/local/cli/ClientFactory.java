package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.TrustedAuthorities;
import java.net.URI;
import java.util.Optional;

/** Creates clients for commands. */
final class ClientFactory {

    private static final int MAX_TRIES = 3;

    private ClientFactory() {}

    /** For a command that sends one request and ends: few retries. */
    static RivuletClient forOneRequest(Config config) throws InterruptedException {
        return withKey(config).gateway(requireGateway(config)).maxTries(MAX_TRIES).build();
    }

    /** For an interactive command: shows lost connections on the screen. */
    static RivuletClient interactive(Config config, URI gateway, Screen screen) {
        return withRetryNotes(of(config, gateway), screen).build();
    }

    /** For a command that runs until it is ended: retries forever. */
    static RivuletClient retryingForever(Config config, Screen screen) throws InterruptedException {
        return withRetryNotes(withKey(config).gateway(requireGateway(config)).maxTries(Integer.MAX_VALUE),
                screen).build();
    }

    /** Returns the builder of a client of one gateway. */
    static RivuletClientBuilder of(Config config, URI gateway) {
        return withKey(config).gateway(gateway);
    }

    private static RivuletClientBuilder withKey(Config config) {
        RivuletClientBuilder client = trusting(config);
        key(config).ifPresent(client::apiKey);
        return client;
    }

    /**
     * Returns the builder of a client that trusts whom the configuration says. Other settings may be wrong: whoever
     * starts a whole stack names all that are at once.
     */
    static RivuletClientBuilder trusting(Config config) {
        RivuletClientBuilder client = RivuletClient.builder();
        config.value(ApiConfig.CA_FILE).map(file -> TrustedAuthorities.of(ApiConfig.CA_FILE, file))
                .ifPresent(trusted -> client.http(http -> http.sslContext(trusted)));
        return client;
    }

    /** Returns the key with which gateways are called; empty if there is none. */
    private static Optional<String> key(Config config) {
        return ApiConfig.key(config.section(ApiConfig.class, ApiConfig.PREFIX));
    }

    private static RivuletClientBuilder withRetryNotes(RivuletClientBuilder client, Screen screen) {
        return client.onRetry(retry -> screen.note(Tone.WARNING, SafeText.line("The connection was lost ("
                + retry.cause().getMessage() + "); trying again in " + retry.pause().toMillis() + " ms ...")));
    }

    private static URI requireGateway(Config config) throws InterruptedException {
        config.requireKnownKeys();
        return GatewayConnection.find(config).orElseThrow(() -> new NoGatewayException(
                "No gateway answers at " + GatewayConnection.address(config) + " (RIVULET_URL names another)."));
    }
}
