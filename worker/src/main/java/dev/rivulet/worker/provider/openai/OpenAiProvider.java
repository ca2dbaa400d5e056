package dev.rivulet.worker.provider.openai;

import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Any server that speaks OpenAI's chat completions, over OkHttp.
 *
 * <p>HTTP/1.1 on purpose: one connection a stream, so that the number of streams to one host has no protocol limit (an
 * HTTP/2 connection carries about 100) and a cancel closes exactly its own connection. The client's own time-outs are
 * off but for connecting: the execution knows better what is too slow.
 */
public final class OpenAiProvider implements LlmProvider {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final int IDLE_CONNECTIONS = 256;

    private static final String OPENAI = "https://api.openai.com/v1";

    private final OkHttpClient client;
    private final String name;
    /** All that is the same in every request. */
    private final Request template;

    /** @throws InvalidConfigException when no provider is configured, or its address or key cannot be used */
    public OpenAiProvider(ProviderConfig config) {
        this.name = config.name();
        this.template = template(config);
        this.client = new OkHttpClient.Builder().protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 30, TimeUnit.SECONDS))
                .connectTimeout(config.connectTimeout()).readTimeout(Duration.ZERO).writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO).followRedirects(false).build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        RequestBody body = RequestBody.create(Json.write(ChatRequest.of(request)), JSON);
        return new OpenAiCall(name, client.newCall(template.newBuilder().post(body).build()));
    }

    private static Request template(ProviderConfig config) {
        if (config.baseUrl().isEmpty() && config.apiKey().isEmpty()) {
            throw new InvalidConfigException("no provider: set OPENAI_API_KEY, or OPENAI_BASE_URL to the address of an"
                    + " OpenAI-compatible server");
        }
        String base = config.baseUrl().orElse(OPENAI);
        HttpUrl url = HttpUrl.parse(base);
        if (url == null) {
            throw new InvalidConfigException("rivulet.provider.base-url: '" + base + "' is not an http(s) address");
        }
        Request.Builder request = new Request.Builder().header("Accept", "text/event-stream")
                .url(url.newBuilder().addPathSegments("chat/completions").build());
        try {
            config.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key.value()));
        } catch (IllegalArgumentException refused) {
            // Without the cause, which might repeat the key.
            throw new InvalidConfigException(
                    "rivulet.provider.api-key: has a character that an HTTP header cannot carry");
        }
        return request.build();
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
