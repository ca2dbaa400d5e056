package dev.rivulet.client;

import dev.rivulet.testkit.proxy.LoopbackServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A scripted gateway: one response per connection, in order; after the last it closes connections without a response.
 */
final class ScriptedServer extends LoopbackServer {

    static final String TURN = "01a2048a-a6b1-7261-9de7-50d983ee366e";
    static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Turn-Id: " + TURN
            + "\r\nConnection: close\r\n\r\n: connected\n\n";

    private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Writes the response of one connection. */
    interface Response {
        void to(OutputStream response) throws IOException, InterruptedException;
    }

    record Request(String method, String path, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    ScriptedServer(Response... script) {
        responses.addAll(List.of(script));
        start();
    }

    /** Sends these events, then closes the connection. */
    static Response events(String... frames) {
        return raw(STREAM + String.join("", frames));
    }

    /** Sends these events, then nothing until the server is closed. */
    Response eventsThenSilence(String... frames) {
        return response -> {
            events(frames).to(response);
            closed.await();
        };
    }

    Response silence() {
        return response -> closed.await();
    }

    static Response raw(String bytes) {
        return response -> response.write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a response that is no stream. */
    static Response status(int status, String headers, String body) {
        return raw("HTTP/1.1 " + status + " Some Reason\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n" + headers + "\r\n" + body);
    }

    static Response json(String body) {
        return status(200, "Content-Type: application/json\r\n", body);
    }

    static Response problem(int status, String code) {
        return status(status, "Content-Type: application/problem+json\r\n",
                "{\"status\":%d,\"title\":\"Title\",\"detail\":\"A sentence.\",\"code\":\"%s\",\"field\":\"cursor\"}"
                        .formatted(status, code));
    }

    /** Closes the connection without a response. */
    static Response drop() {
        return response -> {};
    }

    static String event(String id, String type, String data) {
        return "id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n";
    }

    static String started(int attempt) {
        return event("s" + attempt, "started",
                "{\"attempt\":%d,\"model\":\"m\",\"provider\":\"p\",\"later\":{}}".formatted(attempt));
    }

    static String delta(int attempt, int seq, String content) {
        return event("d" + attempt + "." + seq, "delta",
                "{\"attempt\":%d,\"seq\":%d,\"content\":\"%s\"}".formatted(attempt, seq, content));
    }

    static String done(int attempt, String reason) {
        return event("end", "done", ("{\"attempt\":%d,\"seq\":2,\"finishReason\":\"%s\",\"length\":5,"
                + "\"usage\":{\"promptTokens\":1,\"completionTokens\":2,\"totalTokens\":3},"
                + "\"timings\":{\"queuedMs\":1,\"firstTokenMs\":2,\"totalMs\":3}}").formatted(attempt, reason));
    }

    static String error(String code, boolean retryable) {
        return event("end", "error",
                "{\"attempt\":1,\"seq\":1,\"code\":\"%s\",\"message\":\"why\",\"retryable\":%b,\"length\":3}"
                        .formatted(code, retryable));
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    void then(Response response) {
        responses.add(response);
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    protected void serve(Socket socket) throws IOException {
        try {
            Request request = read(socket);
            requests.add(request);
            Response response = responses.poll();
            if (response != null) {
                response.to(socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (InterruptedException ended) {
            // The test has ended.
        }
    }

    private static Request read(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String requestLine = in.readLine();
        if (requestLine == null) {
            throw new IOException("a connection without a request");
        }
        String[] first = requestLine.split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            String[] header = line.split(": *", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        for (int read = 0; read < body.length;) {
            read += in.read(body, read, body.length - read);
        }
        String text = new String(new String(body).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return new Request(first[0], first[1], headers, text);
    }

    @Override
    public void close() {
        closed.countDown();
        super.close();
    }
}
