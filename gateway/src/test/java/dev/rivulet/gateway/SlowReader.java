package dev.rivulet.gateway;

import dev.rivulet.testkit.wait.Waiting;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A client that asks for a stream, reads the head, and then reads nothing until it is told to read all. */
final class SlowReader implements AutoCloseable {

    /** The kernel is to keep little of what is not read. */
    private static final int SMALL_RECEIVE_BUFFER = 4_096;
    private static final int READING_BUFFER = 64 << 10;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int left; // of the current chunk

    private SlowReader(URI uri, String request) throws IOException {
        socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
        socket.setSoTimeout(Math.toIntExact(Waiting.LIMIT.toMillis()));
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), SMALL_RECEIVE_BUFFER));
    }

    /** Asks for a turn. */
    static SlowReader ask(String url) throws IOException {
        String json = "{\"prompt\":\"hello\"}";
        return new SlowReader(URI.create(url), head("POST", url) + "Content-Type: application/json\r\nContent-Length: "
                + json.length() + "\r\n\r\n" + json);
    }

    /** Follows a turn that somebody asked for. */
    static SlowReader follow(String url) throws IOException {
        return new SlowReader(URI.create(url), head("GET", url) + "\r\n");
    }

    private static String head(String method, String url) {
        URI uri = URI.create(url);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return method + " " + uri.getRawPath() + query + " HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n";
    }

    /** Reads the head; returns the value of a header in it. */
    String header(String name) throws IOException {
        String value = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase().startsWith(name.toLowerCase() + ": ")) {
                value = line.substring(name.length() + 2);
            }
        }
        return value;
    }

    /** Reads all there is; returns id and data of each event. */
    List<String> events() throws IOException {
        List<String> events = new ArrayList<>();
        eachEvent(events::add);
        return events;
    }

    /** Reads all there is, an event at a time: id and data. */
    void eachEvent(Consumer<String> event) throws IOException {
        socket.setReceiveBufferSize(READING_BUFFER);
        StringBuilder line = new StringBuilder();
        String id = "";
        for (int c = body(); c >= 0; c = body()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            if (line.indexOf("id: ") == 0) {
                id = line.substring(4);
            } else if (line.indexOf("data: ") == 0) {
                event.accept(id + line.substring(6));
            }
            line.setLength(0);
        }
    }

    /** The next byte of the body; -1 at its end. */
    private int body() throws IOException {
        if (left == 0) {
            left = Integer.parseInt(line(in), 16);
            if (left == 0) {
                return -1;
            }
        }
        int next = in.readUnsignedByte();
        if (--left == 0) {
            line(in);
        }
        return next;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
