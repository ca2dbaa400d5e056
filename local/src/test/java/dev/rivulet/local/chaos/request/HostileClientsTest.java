package dev.rivulet.local.chaos.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileClientsTest {

    private static final Duration BRIEFLY = Duration.ofMillis(500);
    private static final int PER_SECOND = 60;

    @ParameterizedTest
    @CsvSource({"200, false", "404, false", "500, true", "503, true"})
    void aResponseThatBlamesTheServerIsAFault(int status, boolean fault) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", request -> {
            request.sendResponseHeaders(status, -1);
            request.close();
        });
        server.start();
        try {
            HostileClients clients = new HostileClients(
                    List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())), 7, "",
                    (kind, response) -> {});
            clients.run(BRIEFLY, PER_SECOND);
            assertThat(clients.sent()).isPositive();
            assertThat(clients.statuses().get(Integer.toString(status))).isPositive();
            assertThat(!clients.faults().isEmpty()).isEqualTo(fault);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void turnsThatResponsesNameAreKnownWithTheirLastCursor() {
        KnownTurns known = new KnownTurns();
        String cursor = "AaIEiqSnc5a07elfameQ7AAHAAEAAAAAAAF";
        known.learn("HTTP/1.1 200 OK\r\nX-Session-Id: s-1\r\nX-Turn-Id: 01a2048a-a6b1-7261-9de7-50d983ee366e\r\n\r\n"
                + "id: " + cursor + "I\ndata: x\n\nid: " + cursor + "J\ndata: y\n\n");
        assertThat(known.draw(new java.util.Random(1))).contains(
                new KnownTurns.Known("s-1", "01a2048a-a6b1-7261-9de7-50d983ee366e", cursor + "J"));
    }
}
