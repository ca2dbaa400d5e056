package dev.rivulet.worker.provider.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.provider.Endpoint;
import dev.rivulet.worker.provider.EndpointConfig;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderErrors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Anthropic's messages API, through Anthropic's client library over OkHttp.
 *
 * <p>The library has no handle on a call before the response begins, so each call gives it a {@link
 * CancellableHttpClient} of its own to send over, which can be cancelled at any time. HTTP/1.1 on purpose: one
 * connection a stream, so that the number of streams to one host has no protocol limit and a cancel closes exactly its
 * own connection. The only time-out is for connecting, and nothing is retried: the execution and {@link
 * dev.rivulet.worker.provider.resilience.Providers} do that.
 */
public final class AnthropicProvider implements LlmProvider {

    private static final int IDLE_CONNECTIONS = 100;
    private static final int IDLE_SECONDS = 30;

    private final Endpoint endpoint;
    private final OkHttpClient http;
    private final AnthropicClient client;

    /**
     * @throws dev.rivulet.runtime.config.InvalidConfigException when the address or the key is missing or cannot be
     *            used
     */
    public AnthropicProvider(EndpointConfig config) {
        endpoint = Endpoint.of(config);
        http = new OkHttpClient.Builder().protocols(List.of(Protocol.HTTP_1_1)).followRedirects(false)
                .retryOnConnectionFailure(false).connectTimeout(config.connectTimeout()).readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS)).build();
        client = new AnthropicClientImpl(options(endpoint, new CancellableHttpClient(http)));
    }

    /**
     * Switches logging off whatever the library's own variables say: it would write prompts and completions to stderr.
     */
    private static ClientOptions options(Endpoint endpoint, CancellableHttpClient client) {
        ClientOptions.Builder options = ClientOptions.builder().httpClient(client)
                .baseUrl(endpoint.base().toString()).maxRetries(0).logLevel(LogLevel.OFF).openTelemetry(false)
                // Without one, the library would add its own again with the options of each call.
                .putHeader("User-Agent", "rivulet");
        endpoint.apiKey().ifPresent(key -> options.putHeader("X-Api-Key", key.value()));
        return options.build();
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Optional<String> unsupported(ModelOptions options) {
        return MessageOptions.of(options).unsupported();
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        LlmRequest own = endpoint.apply(request);
        CancellableHttpClient ownClient = new CancellableHttpClient(http);
        return new AnthropicCall(ProviderErrors.of(endpoint, own), own, ownClient,
                client.withOptions(options -> options.httpClient(ownClient)).messages().withRawResponse());
    }

    @Override
    public void close() {
        client.close();
        http.connectionPool().evictAll();
    }
}
