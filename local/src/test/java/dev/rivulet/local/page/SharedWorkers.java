package dev.rivulet.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openqa.selenium.chrome.ChromeDriver;

/** The shared workers of a Chromium, over its DevTools protocol, which its driver has for pages only. */
record SharedWorkers(ChromeDriver driver) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The DevTools addresses of those that run. */
    List<String> running() {
        Map<?, ?> options = (Map<?, ?>) driver.getCapabilities().getCapability("goog:chromeOptions");
        URI list = URI.create("http://" + options.get("debuggerAddress") + "/json/list");
        try {
            JsonNode targets = Json.MAPPER
                    .readTree(HTTP.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofByteArray()).body());
            return targets.valueStream().filter(target -> target.path("type").asText().equals("shared_worker"))
                    .map(target -> target.path("webSocketDebuggerUrl").asText()).toList();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Starts a task in the only one. Leaves it then: the browser holds up the successor of one that is inspected. */
    void run(String task) throws Exception {
        assertThat(running()).hasSize(1);
        CompletableFuture<Void> answered = new CompletableFuture<>();
        WebSocket devTools = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(running().getFirst()), new WebSocket.Listener() {

                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        answered.complete(null);
                        return null;
                    }
                }).get(10, TimeUnit.SECONDS);
        devTools.sendText(new String(Json.write(Map.of("id", 1, "method", "Runtime.evaluate", "params",
                Map.of("expression", "setTimeout(() => { " + task + " }, 100)"))), StandardCharsets.UTF_8), true)
                .get(10, TimeUnit.SECONDS);
        answered.get(10, TimeUnit.SECONDS);
        devTools.abort();
    }
}
