package dev.rivulet.local.ask;

import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSources;

/**
 * Asks a gateway and shows the answer as it comes. A lost connection is taken up again from the last event seen. Used
 * once, by one thread; {@link #cancel} may come from another.
 */
public final class Ask {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final int RECONNECTS = 20;
    private static final long RECONNECT_PAUSE_MS = 500;

    private final URI gateway;
    private final Terminal terminal;
    private final OkHttpClient http;
    private volatile String turnUrl;
    private volatile boolean cancelled;

    public Ask(URI gateway, Terminal terminal) {
        this.gateway = gateway;
        this.terminal = terminal;
        this.http = new OkHttpClient.Builder().protocols(List.of(Protocol.HTTP_1_1)).readTimeout(Duration.ZERO).build();
    }

    /** The address, if a ready gateway answers there. */
    public static Optional<URI> gatewayAt(String url) {
        OkHttpClient probe = new OkHttpClient.Builder().callTimeout(PROBE).build();
        String base = url.replaceAll("/+$", "");
        try (Response response = probe.newCall(new Request.Builder().url(base + "/readyz").build()).execute()) {
            return response.isSuccessful() ? Optional.of(URI.create(base)) : Optional.empty();
        } catch (IOException | IllegalArgumentException noGateway) {
            return Optional.empty();
        }
    }

    /** Streams the answer; returns the exit status: 0 for done, 1 for an error. */
    public int stream(Question question) throws InterruptedException {
        Transcript transcript = new Transcript(terminal);
        Request request = prompt(question);
        for (int attempt = 0; attempt <= RECONNECTS; attempt++) {
            try (Response response = http.newCall(request).execute()) {
                if (!response.isSuccessful()) {
                    terminal.status("The gateway refused: " + response.peekBody(4096).string());
                    return 1;
                }
                if (turnUrl == null) {
                    turnUrl = gateway.resolve("/v1/sessions/" + question.session() + "/turns/"
                            + response.header("X-Turn-Id")).toString();
                    if (cancelled) {
                        cancel();
                    }
                }
                EventSources.processResponse(response, transcript);
            } catch (IOException lost) {
                if (turnUrl == null) {
                    terminal.status("The gateway at " + gateway + " does not answer: " + lost.getMessage());
                    return 1;
                }
            }
            if (transcript.ended()) {
                return transcript.exitStatus();
            }
            terminal.status("The connection was lost; resuming ...");
            Thread.sleep(RECONNECT_PAUSE_MS);
            request = resume(transcript.lastEventId());
        }
        terminal.status("The gateway at " + gateway + " does not answer any more.");
        return 1;
    }

    /** Stops the answer; {@link #stream} then ends with what had come. */
    public void cancel() {
        cancelled = true;
        if (turnUrl != null) {
            try (Response response = http.newCall(new Request.Builder().url(turnUrl).delete().build()).execute()) {
                terminal.status(response.isSuccessful() ? "Cancelling ..." : "The cancel was refused.");
            } catch (IOException notSent) {
                terminal.status("The cancel could not be sent: " + notSent.getMessage());
            }
        }
    }

    private Request prompt(Question question) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prompt", question.prompt());
        Optional.ofNullable(question.model()).ifPresent(model -> body.put("model", model));
        Optional.ofNullable(question.system()).ifPresent(system -> body.put("system", system));
        return new Request.Builder().url(gateway.resolve("/v1/sessions/" + question.session() + "/turns").toString())
                .header("Accept", "text/event-stream").post(RequestBody.create(Json.write(body), JSON)).build();
    }

    private Request resume(String lastEventId) {
        Request.Builder request = new Request.Builder().url(turnUrl + "/events?from=start");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return request.build();
    }
}
