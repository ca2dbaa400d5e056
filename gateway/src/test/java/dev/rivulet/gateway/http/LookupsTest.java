package dev.rivulet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.loop.VertxEventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real connections: only a server knows when a client is gone. */
class LookupsTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aLookUpEndsWhenItsClientIsGone() throws IOException {
        CompletableFuture<Void> began = new CompletableFuture<>();
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        Router router = Router.router(vertx);
        router.get()
                .handler(request -> Lookups.run(request, new VertxEventLoop(vertx, vertx.getOrCreateContext()), () -> {
                    began.complete(null);
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException gone) {
                        interrupted.complete(null);
                    }
                    return null;
                }, nothing -> {}));
        HttpServer server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join();

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(began).succeedsWithin(SOON);
            assertThat(interrupted).isNotDone();
        }
        assertThat(interrupted).succeedsWithin(SOON);
    }
}
