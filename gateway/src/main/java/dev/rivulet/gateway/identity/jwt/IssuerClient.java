package dev.rivulet.gateway.identity.jwt;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches the keys of an issuer over HTTP. Blocks its caller, for a bounded time. */
record IssuerClient(JwtSettings settings) {

    private static final int OK = 200;

    /**
     * Returns the keys that the issuer publishes now.
     *
     * @throws IOException if they cannot be fetched in time
     * @throws IllegalArgumentException if what is fetched cannot be used; the message repeats nothing of it
     */
    KeySet fetch() throws IOException, InterruptedException {
        URI source = settings.jwksUrl().isPresent() ? settings.jwksUrl().get() : discover();
        return KeySet.parse(get(source), settings.algorithms());
    }

    private URI discover() throws IOException, InterruptedException {
        JsonNode document = json(get(settings.discoveryUrl()));
        if (!settings.issuer().equals(document.path("issuer").asText())) {
            throw new IllegalArgumentException("the discovery document is not of this issuer");
        }
        String source = document.path("jwks_uri").asText();
        String scheme = settings.discoveryUrl().getScheme();
        if (!source.startsWith("https://") && !source.startsWith(scheme + "://")) {
            throw new IllegalArgumentException("the discovery document does not say over " + scheme
                    + " where the keys are");
        }
        return URI.create(source);
    }

    private static JsonNode json(String document) {
        try {
            return Json.MAPPER.readTree(document);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("the discovery document is not JSON");
        }
    }

    /** The time is that of the whole response: one that comes byte by byte takes no longer than one that never does. */
    private String get(URI address) throws IOException, InterruptedException {
        CompletableFuture<String> text = EventLoop.blocking(() -> read(address));
        try {
            return text.get(settings.config().fetchTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new IOException("no whole response within " + settings.config().fetchTimeout().toMillis() + " ms");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException failure ? failure : new IOException(failed.getCause());
        } finally {
            text.cancel(true);
        }
    }

    private String read(URI address) throws IOException, InterruptedException {
        int most = settings.config().maxDocument();
        HttpClient.Builder builder = HttpClient.newBuilder().version(Version.HTTP_1_1)
                .followRedirects(Redirect.NORMAL);
        settings.trusted().ifPresent(builder::sslContext);
        HttpClient http = builder.build();
        HttpRequest request = HttpRequest.newBuilder(address).header("Accept", "application/json").build();
        try (InputStream in = body(http.send(request, BodyHandlers.ofInputStream()))) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IOException("the response is larger than " + most + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } finally {
            http.shutdownNow();
        }
    }

    private static InputStream body(HttpResponse<InputStream> response) throws IOException {
        if (response.statusCode() != OK) {
            throw new IOException("the response has status " + response.statusCode());
        }
        return response.body();
    }
}
