package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
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

    private final OkHttpClient client;
    private final ProviderConfig config;
    private final String url;

    /** @param baseUrl for example {@code https://api.openai.com/v1} */
    public OpenAiProvider(ProviderConfig config, String baseUrl) {
        this.config = config;
        this.url = baseUrl.replaceAll("/+$", "") + "/chat/completions";
        this.client = new OkHttpClient.Builder().protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 30, TimeUnit.SECONDS))
                .connectTimeout(config.connectTimeout()).readTimeout(Duration.ZERO).writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO).followRedirects(false).build();
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public LlmCall prepare(LlmRequest request) {
        Request.Builder http = new Request.Builder().url(url).header("Accept", "text/event-stream")
                .post(RequestBody.create(Json.write(ChatRequest.of(request)), JSON));
        config.apiKey().ifPresent(key -> http.header("Authorization", "Bearer " + key.value()));
        return new OpenAiCall(config.name(), client.newCall(http.build()));
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
