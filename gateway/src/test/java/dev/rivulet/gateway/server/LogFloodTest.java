package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.write;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.NetworkLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that cut their connections, anywhere, put nothing into the log. */
class LogFloodTest {

    private static final int CLIENTS = 50;
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UPGRADE = "GET /ws" + HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    private static final byte[] PING = new byte[6 + 100];
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};

    static {
        PING[0] = (byte) 0x89;
        PING[1] = (byte) 0x80 | 100;
    }

    @Test
    void webSocketsThatAreCutInTheirOpeningHandshakeLogNothing() throws IOException {
        try (NetworkLog log = new NetworkLog(); EdgeServer server = EdgeServer.with(Map.of())) {
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = server.connect();
                write(client, UPGRADE.substring(0, i % 2 == 0 ? UPGRADE.length() : UPGRADE.length() - i));
                if (i % 3 == 0) {
                    client.getOutputStream().write(PING);
                }
                reset(client);
            }
            assertNothingLogged(log, server);
        }
    }

    /** The answers to so many pings fill all buffers of some, so that their close frames wait. */
    @Test
    void webSocketsThatAreCutInTheirClosingHandshakeLogNothing() throws IOException {
        try (NetworkLog log = new NetworkLog();
                EdgeServer server = EdgeServer.with(Map.of("rivulet.http.send-buffer", "8k"))) {
            for (int i = 0; i < 2 * CLIENTS; i++) {
                Socket client = server.connectWithSmallBuffer();
                write(client, UPGRADE);
                assertThat(client.getInputStream().read()).isEqualTo('H');
                ByteArrayOutputStream frames = new ByteArrayOutputStream();
                for (int ping = 0; ping < 300 + 10 * i; ping++) {
                    frames.write(PING);
                }
                for (int close = 0; close <= i % 3; close++) {
                    frames.write(CLOSE);
                }
                client.getOutputStream().write(frames.toByteArray());
                client.shutdownOutput();
            }
            assertNothingLogged(log, server);
        }
    }

    private static void assertNothingLogged(NetworkLog log, EdgeServer server) {
        await().until(() -> server.meter("rivulet_gateway_connections_open") == 0);
        assertThat(log.warnings()).isEmpty();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
