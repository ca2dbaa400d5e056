package dev.rivulet.worker.provider.openai;

import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.provider.EndpointConfig;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Any server that speaks OpenAI's chat completions, over Vert.x.
 *
 * <p>HTTP/1.1 on purpose: one connection a stream, so that the number of streams to one host has no protocol limit (an
 * HTTP/2 connection carries about 100) and a cancel closes exactly its own connection. The client has no time-outs of its
 * own but for connecting: the execution knows better what is too slow.
 */
public final class OpenAiProvider implements LlmProvider {

    private static final String OPENAI = "https://api.openai.com/v1";
    private static final int LAST_PORT = 65_535;
    private static final int IDLE_SECONDS = 30;
    /** More than one address has ports for: how many run at once is bounded by who calls. */
    private static final int CONNECTIONS = 1 << 16;

    private final Vertx vertx;
    private final HttpClient client;
    private final String name;
    private final Optional<String> model;
    /** All that is the same in every request. */
    private final RequestOptions target;

    /**
     * @param vertx reads the answers; not closed here
     * @throws InvalidConfigException when no provider is configured, or its address or key cannot be used
     */
    public OpenAiProvider(EndpointConfig config, Vertx vertx) {
        this.name = config.name();
        this.model = config.model();
        this.target = target(config);
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                        .setKeepAliveTimeout(IDLE_SECONDS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        String asked = model.orElse(request.model());
        return new OpenAiCall(name, asked, vertx, client, target,
                Buffer.buffer(Json.write(ChatRequest.of(request, asked))));
    }

    private static RequestOptions target(EndpointConfig config) {
        if (config.baseUrl().isEmpty() && config.apiKey().isEmpty()) {
            throw new InvalidConfigException("no provider: set OPENAI_API_KEY, or OPENAI_BASE_URL to the address of an"
                    + " OpenAI-compatible server");
        }
        URI base = address(config.baseUrl().orElse(OPENAI));
        boolean tls = base.getScheme().equals("https");
        RequestOptions target = new RequestOptions().setMethod(HttpMethod.POST).setSsl(tls).setHost(base.getHost())
                .setPort(base.getPort() != -1 ? base.getPort() : tls ? 443 : 80)
                .setURI(base.getRawPath().replaceAll("/+$", "") + "/chat/completions")
                .putHeader("Content-Type", "application/json").putHeader("Accept", "text/event-stream");
        config.apiKey().ifPresent(key -> target.putHeader("Authorization", bearer(key.value())));
        return target;
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getScheme().matches("https?") && uri.getPort() <= LAST_PORT
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException notOne) {
            // Said below.
        }
        throw new InvalidConfigException("rivulet.provider.base-url: '" + text + "' is not an http(s) address");
    }

    /** The key does not come into the message. */
    private static String bearer(String key) {
        if (!key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidConfigException(
                    "rivulet.provider.api-key: has a character that an HTTP header cannot carry");
        }
        return "Bearer " + key;
    }

    @Override
    public void close() {
        client.close().await();
    }
}
