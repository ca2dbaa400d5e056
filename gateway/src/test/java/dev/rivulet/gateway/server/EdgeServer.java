package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.config.QuotaConfig;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.gateway.stream.ReaderPresence;
import dev.rivulet.gateway.stream.TextBudget;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.metrics.Metrics;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP server of a gateway that never reaches Kafka, and sockets to it. A request that is let in and needs Kafka is
 * answered with 503.
 */
final class EdgeServer implements AutoCloseable {

    private final Metrics metrics = new Metrics();
    private final GatewayMeters meters = new GatewayMeters(metrics.registry());
    private final GatewayHttpServer server;

    private EdgeServer(Map<String, String> settings, Authentication authentication) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("rivulet.http.port", "0");
        Config config = Config.of(Map.of(), all);
        server = GatewayHttpServer
                .listen(new Components(config.section(GatewayConfig.class, GatewayConfig.PREFIX),
                        config.section(HttpConfig.class, HttpConfig.PREFIX), authentication, Cursors.UNSIGNED,
                        "model", ModelLimits.NONE,
                        new KafkaAvailability(), new TurnIds(), meters, metrics,
                        new ReaderPresence(Waiting.LIMIT), Optional.empty(), new TextBudget(1 << 20),
                        Quotas.of(config.section(QuotaConfig.class, QuotaConfig.PREFIX), meters::quotaExceeded)));
    }

    static EdgeServer with(Map<String, String> settings) {
        return with(settings, Authentication.NONE);
    }

    static EdgeServer with(Map<String, String> settings, Authentication authentication) {
        return new EdgeServer(settings, authentication);
    }

    int port() {
        return server.port();
    }

    /** Connects from a loopback address. Reads time out. */
    Socket connectFrom(String address) {
        return connect(address, 64 << 10);
    }

    private Socket connect(String address, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(receiveBuffer);
            socket.bind(new InetSocketAddress(address, 0));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(Waiting.LIMIT.toMillis()));
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port()));
            return socket;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Connects with a kernel buffer that takes little of what the client does not read. */
    Socket connectWithSmallBuffer() {
        return connect("127.0.0.1", 4_096);
    }

    Socket connect() {
        return connectFrom("127.0.0.1");
    }

    /** Sends one request on a connection of its own and returns all that comes back until the connection ends. */
    String send(String request) {
        try (Socket socket = connect()) {
            write(socket, request);
            return rest(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends a request and returns the head of its response, up to the empty line. */
    String head(String request) {
        try (Socket socket = connect()) {
            write(socket, request);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            return head.toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns a request without a body that asks the server to close the connection after its response. */
    static String request(String method, String target, String... headers) {
        return method + " " + target + " HTTP/1.1\r\nConnection: close\r\n" + String.join("", headers) + "\r\n";
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns all that comes until the server closes the connection. */
    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }

    /** Returns all metrics, in Prometheus's text format. */
    String metrics() {
        return metrics.scrape();
    }

    double meter(String name) {
        return metrics.scrape().lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).sum();
    }

    @Override
    public void close() {
        server.stopServing();
        server.close();
        metrics.close();
    }
}
