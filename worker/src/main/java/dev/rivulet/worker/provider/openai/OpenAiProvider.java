package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.provider.Endpoint;
import dev.rivulet.worker.provider.EndpointConfig;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderLoops;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;

/**
 * Any server with OpenAI's chat completions API, over Vert.x.
 *
 * <p>HTTP/1.1 on purpose: one connection a stream, so that the number of streams to one host has no protocol limit (an
 * HTTP/2 connection carries about 100) and a cancel closes exactly its own connection. The client's only time-out is
 * for connecting: the execution has the others.
 */
public final class OpenAiProvider implements LlmProvider {

    private static final int IDLE_SECONDS = 30;
    /** More than the ports of one address: the callers bound the number of calls. */
    private static final int CONNECTIONS = 1 << 16;

    private final Endpoint endpoint;
    private final OpenAiServer server;

    /**
     * @param loops read the responses; not closed here
     * @throws dev.rivulet.runtime.config.InvalidConfigException when no provider is configured, or its address or key
     *            cannot be used
     */
    public OpenAiProvider(EndpointConfig config, ProviderLoops loops) {
        this.endpoint = Endpoint.of(config);
        HttpClient client = loops.vertx().createHttpClient(
                new HttpClientOptions().setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                        .setKeepAliveTimeout(IDLE_SECONDS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.server = new OpenAiServer(loops, client, target(endpoint), new TokenLimit(config.tokenLimitField()),
                config.continuation(),
                config.finishTimeout().toMillis());
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    /** All that this version knows: they are this API's own. */
    @Override
    public Optional<String> unsupported(ModelOptions options) {
        return options.unknown();
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        LlmRequest own = endpoint.apply(request);
        return new OpenAiCall(server, ProviderErrors.of(endpoint, own), own);
    }

    private static RequestOptions target(Endpoint endpoint) {
        URI base = endpoint.base();
        boolean tls = base.getScheme().equals("https");
        RequestOptions target = new RequestOptions().setMethod(HttpMethod.POST).setSsl(tls).setHost(base.getHost())
                .setPort(base.getPort() != -1 ? base.getPort() : tls ? 443 : 80)
                .setURI(base.getRawPath() + "/chat/completions").putHeader("Content-Type", "application/json")
                .putHeader("Accept", "text/event-stream");
        endpoint.apiKey().ifPresent(key -> target.putHeader("Authorization", "Bearer " + key.value()));
        return target;
    }

    @Override
    public void close() {
        server.client().close().await();
    }
}
