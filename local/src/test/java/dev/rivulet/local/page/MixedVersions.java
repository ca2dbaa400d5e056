package dev.rivulet.local.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer in front of gateways of two versions: the first pages come from one, whose files have other
 * addresses, and everything else from the other.
 */
final class MixedVersions implements AutoCloseable {

    private final AtomicInteger pages = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    /** @param others how many pages are of the other version */
    MixedVersions(int gatewayPort, int others) throws IOException {
        server.setExecutor(threads);
        server.createContext("/", request -> {
            String path = request.getRequestURI().toString();
            HttpResponse<byte[]> answer = forward(URI.create("http://127.0.0.1:" + gatewayPort + path));
            boolean ofOther = path.equals("/") && pages.incrementAndGet() <= others;
            send(request, answer, ofOther ? otherVersion(answer.body()) : answer.body());
        });
        server.start();
    }

    private HttpResponse<byte[]> forward(URI address) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private static byte[] otherVersion(byte[] page) {
        return new String(page, StandardCharsets.UTF_8).replaceAll("\"assets/[0-9a-f]+/", "\"assets/0123456789abcdef/")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange request, HttpResponse<byte[]> answer, byte[] body) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!name.equals("content-length")) {
                request.getResponseHeaders().put(name, values);
            }
        });
        request.sendResponseHeaders(answer.statusCode(), body.length);
        request.getResponseBody().write(body);
        request.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** How often the page was asked for. */
    int pages() {
        return pages.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        http.close();
    }
}
